/** Which Python the extension starts in a real VS Code: none that serves, and none that a workspace names before it is trusted. */

import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import { look } from "./browser.mjs";
import { ROOT, start, until } from "./code.mjs";

const folder = mkdtempSync(join(tmpdir(), "gradsight-files-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function script(name, text) {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
  return path;
}

async function session(options, steps) {
  const code = await start({ folder: join(ROOT, "examples"), ...options });
  let person;
  try {
    person = await look(code.url);
    await steps(code, person);
  } catch (error) {
    await person?.shot("failed-interpreters");
    throw error;
  } finally {
    await person?.close();
    await code.close();
  }
}

test("no interpreter", { timeout: 240_000 }, async () => {
  const old = script("old-python", `echo '{"python": [3, 9, 7], "executable": "old"}'`);
  await session({ settings: { "gradsight.interpreter": old } }, async (code, person) => {
    await person.open("train_detached_encoder.py");
    await person.sees(".notification-toast", "gradsight needs Python 3.10 or newer");
    await person.sees(".notification-toast", "is Python 3.9.7");
    await person.sees(".notification-toast", "Choose Interpreter");
    await person.shot("no-interpreter");
    await person.squiggles("warning", 0);
    assert.deepEqual(code.servers(), []);
    await person.page.locator(".notification-toast a", { hasText: "Choose Interpreter" }).click();
    const dialog = person.page.locator(".quick-input-widget input").first();
    await dialog.fill("/usr/bin/python3");
    await person.shot("choose-interpreter");
    await until(
      async () => {
        await person.press("Enter");
        await person.page.waitForTimeout(1_500);
        return code.servers().length === 1;
      },
      60_000,
      "the chosen interpreter",
    );
    await person.squiggles("warning", 1);
  });
});

test("untrusted workspace", { timeout: 240_000 }, async () => {
  const trace = join(folder, "started");
  const own = join(folder, "workspace");
  mkdirSync(join(own, ".vscode"), { recursive: true });
  const planted = script("planted-python", `echo x >> '${trace}'; exec /usr/bin/python3 "$@"`);
  writeFileSync(join(own, ".vscode/settings.json"), JSON.stringify({ "gradsight.interpreter": planted }));
  const settings = { "security.workspace.trust.enabled": true, "security.workspace.trust.startupPrompt": "never" };
  await session({ extra: own, settings }, async (code, person) => {
    await person.open("train_detached_encoder.py");
    await person.squiggles("warning", 1);
    assert.equal(existsSync(trace), false, "the workspace's interpreter was started before the workspace was trusted");
    await person.shot("untrusted-workspace");
    await person.command("Workspaces: Manage Workspace Trust");
    await person.page.locator(".workspace-trust-editor .monaco-button", { hasText: /^Trust$/ }).first().click();
    await until(() => existsSync(trace), 60_000, "the workspace's interpreter, now that it is trusted");
    await person.open("train_detached_encoder.py");
    await person.squiggles("warning", 1);
  });
});
