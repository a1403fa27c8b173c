import { expect, test } from "vitest";

import { Backoff } from "../src/backoff";
import { gaveUp, noInterpreter } from "../src/complaint";
import { statusText } from "../src/statusText";

test("a missing interpreter says what was tried and what to do", () => {
  const tried = [
    { command: "/a/python", problem: { kind: "tooOld", python: "3.9.7" } },
    { command: "python3", problem: { kind: "missing", module: "libcst", python: "3.11.2", reason: "No module named 'libcst'" } },
    { command: "python", problem: { kind: "notStarted", reason: "spawn python ENOENT" } },
  ] as const;
  const { message, buttons } = noInterpreter(tried, "useBundled");
  expect(message).toBe(
    "gradsight needs Python 3.10 or newer to run its server, and found none: /a/python is Python 3.9.7; " +
      "python3 is Python 3.11.2 and cannot import libcst (No module named 'libcst'); python could not be run (spawn python ENOENT).",
  );
  expect(buttons).toEqual(["Choose Interpreter", "Show Output"]);
  expect(noInterpreter(tried, "fromEnvironment").buttons).toContain("Use Bundled Libraries");
});

test("a server that crashes waits longer each time, then is left alone", () => {
  const backoff = new Backoff();
  const waits = [0, 10, 20, 30, 40, 50].map((seconds) => backoff.crashed(seconds * 1000));
  expect(waits).toEqual([1000, 2000, 4000, 8000, 16000, undefined]);
  expect(gaveUp(backoff.count).message).toContain("6 times");
  expect(backoff.crashed(400_000)).toBe(1000);
  backoff.forget();
  expect(backoff.crashed(400_001)).toBe(1000);
});

const NONE = { errors: 0, warnings: 0, others: 0 };

test.each([
  ["running", { errors: 1, warnings: 2, others: 1 }, false, "gradsight: 1 error, 2 warnings, 1 note", "information", false],
  ["running", NONE, true, "gradsight: nothing found", "information", true],
  ["starting", NONE, false, "gradsight", "information", true],
  ["failed", NONE, false, "gradsight: not running", "error", false],
] as const)("the status of a server that is %s", (state, counts, analysing, text, severity, busy) => {
  expect(statusText(state, counts, "about", analysing)).toMatchObject({ text, severity, busy });
});
