import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";

import { judge, runProbe } from "../src/probe";

const LAUNCHER = resolve("client/python/launch.py");
/** A Python whose environment has gradsight; `make` names it. */
const PYTHON = resolve(process.env.PYTHON ?? ".venv/bin/python");

test.each([
  ["nothing printed", { stdout: "", stderr: "" }, { kind: "notStarted", reason: "it printed nothing" }],
  ["not found", { stdout: "", stderr: "", failure: "spawn ENOENT" }, { kind: "notStarted", reason: "spawn ENOENT" }],
  ["traceback", { stdout: "", stderr: "Traceback\n  x\nValueError: y\n" }, { kind: "notStarted", reason: "ValueError: y" }],
  ["too old", { stdout: '{"python":[3,9,7],"executable":"p"}', stderr: "" }, { kind: "tooOld", python: "3.9.7" }],
  ["Python 2", { stdout: '{"python":[2,7,18],"executable":"p"}', stderr: "" }, { kind: "tooOld", python: "2.7.18" }],
  [
    "a module is missing",
    { stdout: '{"python":[3,11,2],"executable":"p","missing":"libcst","error":"No module"}', stderr: "" },
    { kind: "missing", module: "libcst", python: "3.11.2", reason: "No module" },
  ],
])("%s", (_, outcome, problem) => {
  expect(judge(outcome)).toEqual({ problem });
});

test("what start-up files print does no harm", () => {
  const stdout = 'hello\n{"python":[3,11,2],"executable":"p","gradsight":"0.1.0","location":"l"}\n';
  expect(judge({ stdout, stderr: "" })).toHaveProperty("probe.gradsight", "0.1.0");
});

describe("a real process", () => {
  test("a Python with gradsight serves", async () => {
    const verdict = judge(await runProbe(PYTHON, LAUNCHER, "fromEnvironment", "/"));
    expect(verdict).toHaveProperty("probe.gradsight");
  });

  test("a command that is not there", async () => {
    const verdict = judge(await runProbe("/nowhere/python", LAUNCHER, "useBundled", "/"));
    expect(verdict).toMatchObject({ problem: { kind: "notStarted", reason: expect.stringContaining("ENOENT") } });
  });

  test("a command that is no Python", async () => {
    const folder = mkdtempSync(join(tmpdir(), "gradsight-"));
    const command = join(folder, "python");
    writeFileSync(command, "#!/bin/sh\necho no >&2\nexit 3\n");
    chmodSync(command, 0o755);
    expect(judge(await runProbe(command, LAUNCHER, "useBundled", "/"))).toEqual({
      problem: { kind: "notStarted", reason: "no" },
    });
  });
});
