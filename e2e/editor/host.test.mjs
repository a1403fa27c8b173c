/** Runs the tests of `host/` in the extension host of a real VS Code, on a workspace with two folders. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { look } from "./browser.mjs";
import { read, ROOT, start, until, VSIX } from "./code.mjs";

const PROGRAM = /const PROGRAM = `(.*?)`;/s.exec(read(join(ROOT, "e2e/editor/host/tests.js")))[1];
const EXPECTED = read(join(ROOT, "e2e/editor/host/tests.js")).match(/^  async "/gm).length;
const require = createRequire(import.meta.url);

test("extension host", { timeout: 400_000 }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "gradsight-host-"));
  const results = join(folder, "results.json");
  const tests = join(folder, "tests.vsix");
  const vsce = require.resolve("@vscode/vsce/vsce", { paths: [ROOT] });
  const packing = ["package", "--no-dependencies", "--allow-missing-repository", "--skip-license", "--out", tests];
  execFileSync(process.execPath, [vsce, ...packing], { cwd: join(ROOT, "e2e/editor/host"), stdio: "pipe" });
  for (const [name, hints] of [["first", "cuts"], ["second", "all"]]) {
    mkdirSync(join(folder, "files", name, ".vscode"), { recursive: true });
    writeFileSync(join(folder, "files", name, "train.py"), PROGRAM);
    writeFileSync(join(folder, "files", name, ".vscode/settings.json"), JSON.stringify({ "gradsight.inlayHints": hints }));
  }
  const workspace = { folders: [{ path: "first" }, { path: "second" }] };
  writeFileSync(join(folder, "files/both.code-workspace"), JSON.stringify(workspace));
  const code = await start({ folder: join(folder, "files"), extensions: [VSIX, tests], environment: { GRADSIGHT_RESULTS: results } });
  let person;
  try {
    person = await look(`${code.origin}/?workspace=${encodeURIComponent(join(code.work, "both.code-workspace"))}`);
    await until(() => existsSync(results) && read(results).endsWith("]"), 300_000, "the results");
    const found = JSON.parse(read(results));
    assert.equal(found.length, EXPECTED);
    for (const { name, error } of found) {
      await t.test(name, () => assert.ok(!error, error));
    }
  } finally {
    await person?.shot("extension-host");
    await person?.close();
    await code.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
