import { expect, test } from "vitest";

import { candidates, type Choice, search } from "../src/interpreter";
import type { Outcome } from "../src/probe";

const NOTHING: Choice = { setting: "", selected: undefined, trusted: true, platform: "linux" };

test.each<[string, Partial<Choice>, string[]]>([
  ["the user's own setting is the only one", { setting: " /own/python ", selected: "/selected/python" }, ["/own/python"]],
  ["the selected one comes before python3", { selected: "/selected/python" }, ["/selected/python", "python3", "python"]],
  ["an untrusted workspace selects nothing", { selected: "/selected/python", trusted: false }, ["python3", "python"]],
  ["the own setting counts in an untrusted workspace too", { setting: "/own/python", trusted: false }, ["/own/python"]],
  ["Windows has other names", { platform: "win32" }, ["python", "py"]],
  ["each is tried once", { selected: "python3" }, ["python3", "python"]],
])("%s", (_, choice, expected) => {
  expect(candidates({ ...NOTHING, ...choice })).toEqual(expected);
});

const GOOD: Outcome = { stdout: '{"python": [3, 12, 1], "executable": "/p", "gradsight": "0.1.0", "location": "/l"}\n', stderr: "" };
const OLD: Outcome = { stdout: '{"python": [3, 9, 7], "executable": "/p"}\n', stderr: "" };

test("the first that serves is taken, and the ones before it are told", async () => {
  const asked: string[] = [];
  const probe = async (command: string) => {
    asked.push(command);
    return command === "old" ? OLD : GOOD;
  };
  const { found, tried } = await search(["old", "good", "never"], probe);
  expect(found?.command).toBe("good");
  expect(tried).toEqual([{ command: "old", problem: { kind: "tooOld", python: "3.9.7" } }]);
  expect(asked).toEqual(["old", "good"]);
});

test("none serves", async () => {
  const { found, tried } = await search(["one", "two"], async () => OLD);
  expect(found).toBeUndefined();
  expect(tried.map(({ command }) => command)).toEqual(["one", "two"]);
});
