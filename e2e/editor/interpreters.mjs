/** Which Python the extension starts in a real VS Code: none that does not serve, and none that a workspace names before it is trusted. */

import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { patience, PYTHON, ROOT, until, WAIT } from "./code.mjs";
import { aside, journeys } from "./window.mjs";

const started = join(aside, "started");

/** A window that is not trusted, on a folder that names an interpreter; that of the user is too old. */
const { journey, close } = journeys("untrusted", (code) => {
  const planted = script("planted-python", `echo x >> '${started}'; exec ${PYTHON} "$@"`);
  const own = join(aside, "untrusted");
  mkdirSync(join(own, ".vscode"), { recursive: true });
  writeFileSync(join(own, ".vscode/settings.json"), JSON.stringify({ "gradsight.interpreter": planted }));
  const old = script("old-python", `echo '{"python": [3, 9, 7], "executable": "old"}'`);
  code.set({ "gradsight.interpreter": old, "security.workspace.trust.enabled": true });
  return code.folder("untrusted", join(ROOT, "examples"), own);
});

function script(name, text) {
  const path = join(aside, name);
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
  return path;
}

journey("no interpreter", async (person, code) => {
  const message = ".notification-toast";
  await person.open("train_detached_encoder.py");
  await person.sees(message, "gradsight needs Python 3.10 or newer");
  await person.sees(message, "is Python 3.9.7");
  await person.shot("no-interpreter-message");
  await person.squiggles("warning", 0);
  assert.deepEqual(code.servers(), []);
  await person.page.locator(`${message} a`, { hasText: "Choose Interpreter" }).click();
  await choose(person);
  await until(() => code.servers().length === 1, WAIT, "the chosen interpreter");
  await person.squiggles("warning", 1);
});

async function choose(person) {
  const input = person.page.locator(".quick-input-widget input").first();
  const row = person.page.locator(".quick-input-list .monaco-list-row", { hasText: "python3" }).first();
  const python = join(aside, "bin/python3");
  mkdirSync(join(aside, "bin"));
  symlinkSync(PYTHON, python);
  const taken = async (attempt) => {
    const timeout = patience(attempt);
    await input.fill(python, { timeout });
    await row.waitFor({ timeout });
    await person.shot("choose-interpreter");
    await person.press("Enter");
    await input.waitFor({ state: "hidden", timeout });
    return true;
  };
  // The dialog forgets what is typed while it still reads the folder that it opens with.
  await until((attempt) => taken(attempt).catch(() => false), WAIT, "the dialog to take the interpreter");
}

journey("untrusted workspace", async (person) => {
  const button = person.page.locator(".workspace-trust-editor .monaco-button", { hasText: /^Trust$/ }).first();
  assert.equal(existsSync(started), false, "the workspace's interpreter was started before the workspace was trusted");
  await person.command("Workspaces: Manage Workspace Trust", () => button.isVisible());
  await person.shot("untrusted-workspace-question");
  await button.click();
  await until(() => existsSync(started), WAIT, "the workspace's interpreter, now that it is trusted");
  await person.open("train_detached_encoder.py");
  await person.squiggles("warning", 1);
});

close();
