/** Runs the tests of `host/` in the extension host of a real VS Code, on a workspace of three folders, one of them in no file system. */

import assert from "node:assert/strict";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { read, ROOT, until, WAIT } from "./code.mjs";
import { aside, journeys, RESULTS } from "./window.mjs";

const TESTS = read(join(ROOT, "e2e/editor/host/tests.js"));
const PROGRAM = /const PROGRAM = `(.*?)`;/s.exec(TESTS)[1];
const EXPECTED = TESTS.match(/^  async "/gm).length;

const { journey, close } = journeys("extension host", (code) => {
  const folder = join(aside, "several");
  for (const [name, hints] of [["first", "cuts"], ["second", "all"]]) {
    mkdirSync(join(folder, name, ".vscode"), { recursive: true });
    writeFileSync(join(folder, name, "train.py"), PROGRAM);
    writeFileSync(join(folder, name, ".vscode/settings.json"), JSON.stringify({ "gradsight.inlayHints": hints }));
  }
  const folders = [{ path: "first" }, { path: "second" }, { uri: "vscode-vfs://memory/virtual" }];
  writeFileSync(join(folder, "several.code-workspace"), JSON.stringify({ folders }));
  code.set({ "gradsight.interpreter": undefined, "security.workspace.trust.enabled": false });
  return join(code.folder("several", folder), "several.code-workspace");
});

journey("extension host", async (person, code, t) => {
  await until(() => results().length === EXPECTED, WAIT * 3, () => `the tests after ${results().at(-1)?.name}`);
  for (const { name, error } of results()) {
    await t.test(name, () => assert.ok(!error, error));
  }
});

close();

/** What came of the tests so far. */
function results() {
  const text = existsSync(RESULTS) ? read(RESULTS) : "";
  return text.endsWith("]") ? JSON.parse(text) : [];
}
