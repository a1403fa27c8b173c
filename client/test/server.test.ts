import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Outcome } from "../src/probe";
import { type Change, Server } from "../src/server";
import { editor, reset } from "./vscode";

interface Started {
  readonly command: { command: string; args: string[]; options: { cwd: string; env: Record<string, string> } };
  readonly options: { initializationOptions: unknown; errorHandler: { closed(): unknown } };
  disposed: boolean;
}

const clients: Started[] = vi.hoisted(() => []);
const probes = vi.hoisted(() => ({ answer: {} as Outcome, asked: [] as unknown[][] }));

vi.mock("vscode-languageclient/node", () => ({
  CloseAction: { DoNotRestart: 1 },
  ErrorAction: { Continue: 1 },
  LanguageClient: class {
    disposed = false;
    constructor(_id: string, _name: string, readonly command: unknown, readonly options: unknown) {
      clients.push(this as unknown as Started);
    }
    start = async () => undefined;
    isRunning = () => !this.disposed;
    dispose = async () => void (this.disposed = true);
  },
}));
vi.mock("../src/probe", async (original) => ({
  ...(await original<object>()),
  runProbe: async (...asked: unknown[]) => {
    probes.asked.push(asked);
    return probes.answer;
  },
}));

const GOOD = { stdout: '{"python": [3, 12, 1], "executable": "/p", "gradsight": "0.1.0", "location": "/l"}', stderr: "" };
const OLD = { stdout: '{"python": [3, 9, 7], "executable": "/p"}', stderr: "" };
const output = { info: () => undefined, warn: () => undefined, error: () => undefined, debug: () => undefined, show: vi.fn() };

function server(): { server: Server; changes: Change[] } {
  const made = new Server("/extension", output as never, output as never);
  const changes: Change[] = [];
  made.onDidChange((change) => changes.push(change));
  return { server: made, changes };
}

beforeEach(() => {
  reset();
  clients.length = 0;
  probes.asked.length = 0;
  probes.answer = GOOD;
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

test("the server is started by the interpreter, from the extension's folder, and told whether the workspace is trusted", async () => {
  Object.assign(editor, { trusted: false, settings: { interpreter: "${workspaceFolder}/.venv/python", logLevel: "debug" } });
  const { server: made, changes } = server();
  await made.restart();
  const [client] = clients;
  expect(client?.command.command).toBe("/project/.venv/python");
  expect(client?.command.args).toEqual(["/extension/client/python/launch.py", "useBundled", "server"]);
  expect(client?.command.options.cwd).toBe("/extension");
  expect(client?.command.options.env.GRADSIGHT_LOG).toBe("DEBUG");
  expect(client?.options.initializationOptions).toMatchObject({ trusted: false });
  expect(changes.map(({ state }) => state)).toEqual(["stopped", "starting", "running"]);
});

test("a restart ends the one before", async () => {
  const { server: made } = server();
  await Promise.all([made.restart(), made.restart()]);
  expect(clients.map(({ disposed }) => disposed)).toEqual([true, false]);
});

test("without an interpreter there is a message with a button, and no server", async () => {
  probes.answer = OLD;
  editor.settings = { importStrategy: "fromEnvironment" };
  editor.press = "Choose Interpreter";
  const { server: made, changes } = server();
  await made.restart();
  await vi.runAllTimersAsync();
  expect(clients).toEqual([]);
  expect(editor.errors[0]?.message).toContain("python3 is Python 3.9.7");
  expect(editor.updates).toEqual([["interpreter", "/chosen/python", 1]]);
  expect(changes.at(-1)?.state).toBe("failed");
  expect(probes.asked[0]?.[2]).toBe("fromEnvironment");
});

test("a server that dies is started again, later each time, and then no more", async () => {
  const { server: made, changes } = server();
  await made.restart();
  for (const wait of [1, 2, 4, 8, 16]) {
    const before = clients.length;
    clients.at(-1)?.options.errorHandler.closed();
    await vi.advanceTimersByTimeAsync(wait * 1000 - 1);
    expect(clients.length).toBe(before);
    await vi.advanceTimersByTimeAsync(2);
    expect(clients.length).toBe(before + 1);
  }
  clients.at(-1)?.options.errorHandler.closed();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(clients.length).toBe(6);
  expect(editor.errors.at(-1)?.buttons).toEqual(["Restart", "Show Output"]);
  expect(changes.at(-1)?.state).toBe("failed");
});

test("a server that is stopped on purpose stays so", async () => {
  const { server: made } = server();
  await made.restart();
  const handler = clients[0]?.options.errorHandler;
  await made.stop();
  handler?.closed();
  await vi.advanceTimersByTimeAsync(600_000);
  expect(clients.length).toBe(1);
});

test.each([
  ["trusted", true, "/selected/python"],
  ["not trusted", false, "python3"],
])("what the Python extension selected is used in a workspace that is %s", async (_, trusted, expected) => {
  Object.assign(editor, { trusted, selected: "/selected/python" });
  const { server: made } = server();
  await made.restart();
  expect(clients[0]?.command.command).toBe(expected);
});

test.each([
  [true, "/selected/python"],
  [false, undefined],
])("the server is told which interpreter's libraries to read; trusted: %s", async (trusted, interpreter) => {
  Object.assign(editor, { trusted, selected: "/selected/python", settings: { interpreter: "/own/python" } });
  const { server: made } = server();
  await made.restart();
  expect(clients[0]?.command.command).toBe("/own/python");
  expect(clients[0]?.options.initializationOptions).toMatchObject({ trusted, interpreter });
});
