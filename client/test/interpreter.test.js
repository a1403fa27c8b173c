// Which Python is chosen, with a stand-in for the editor's API and a real gradsight. Run by `npm test`; PYTHON names a Python that runs gradsight.

const assert = require("node:assert");
const Module = require("node:module");
const path = require("node:path");
const { test } = require("node:test");

const PYTHON = path.resolve(process.env.PYTHON ?? ".venv/bin/python");
const WITHOUT = process.execPath;

const editor = { setting: "", trusted: true, active: undefined };
const vscode = {
  workspace: {
    getConfiguration: () => ({ get: () => editor.setting }),
    get isTrusted() {
      return editor.trusted;
    },
  },
  extensions: {
    getExtension: () => editor.active && { activate: async () => ({ environments: environments(editor.active) }) },
  },
};

function environments(interpreter) {
  return {
    getActiveEnvironmentPath: () => ({ path: interpreter }),
    resolveEnvironment: async () => ({ executable: { uri: { fsPath: interpreter } } }),
  };
}

const load = Module._load;
Module._load = (name, ...rest) => (name === "vscode" ? vscode : load(name, ...rest));
const { findInterpreter } = require("../../build/client/interpreter.js");

process.env.PATH = `${path.dirname(PYTHON)}${path.delimiter}${process.env.PATH}`;

const cases = [
  ["the user's own setting comes first", { setting: PYTHON, active: WITHOUT }, PYTHON],
  ["the Python extension comes next", { active: PYTHON }, PYTHON],
  ["python3 comes last", {}, "python3"],
  ["a selected Python without gradsight is passed over", { active: WITHOUT }, "python3"],
  ["what an untrusted workspace selects is not started", { active: PYTHON, trusted: false }, "python3"],
];

for (const [name, state, expected] of cases) {
  test(name, async () => {
    Object.assign(editor, { setting: "", trusted: true, active: undefined }, state);
    const { command, version } = await findInterpreter("/");
    assert.strictEqual(command, expected);
    assert.match(version, /^gradsight \d/);
  });
}

test("a setting that does not run gradsight is named and nothing else is tried", async () => {
  Object.assign(editor, { setting: "/nowhere/python", trusted: true, active: PYTHON });
  await assert.rejects(findInterpreter("/"), /\/nowhere\/python.*gradsight\.interpreter/);
});
