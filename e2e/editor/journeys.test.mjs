/** What people do with the extension in a real VS Code, one after the other in one window. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { after, before, test } from "node:test";
import { join } from "node:path";

import { look } from "./browser.mjs";
import { read, ROOT, start, until } from "./code.mjs";
import { keystrokes } from "./typing.mjs";

let code;
let person;

before(
  async () => {
    code = await start({
      folder: join(ROOT, "examples"),
      extra: join(ROOT, "e2e/editor/files"),
      settings: { "editor.codeActionsOnSave": { "source.fixAll.gradsight": "explicit" } },
    });
    person = await look(code.url);
  },
  { timeout: 180_000 },
);

after(async () => {
  await person?.close();
  await code?.close();
});

/** A test that leaves a picture, also where it fails. */
function journey(name, steps) {
  test(name, { timeout: 240_000 }, async () => {
    try {
      await steps();
    } catch (error) {
      await person.shot(`failed-${name.replaceAll(" ", "-")}`);
      throw error;
    }
    await person.shot(name.replaceAll(" ", "-"));
  });
}

journey("squiggle", async () => {
  await person.open("train_detached_encoder.py");
  await person.squiggles("warning", 1);
  await person.sees(".codelens-decoration", "gradients reach 2 of 6 parameters");
});

journey("hover", async () => {
  const text = await person.hover(25, 26);
  assert.match(text, /detach-in-path|GS3\d\d/);
  assert.match(text, /constant: it does not require grad|tracked: it requires grad/);
  assert.match(text, /Show gradient graph/);
});

journey("code lens", async () => {
  await person.press("Escape");
  await person.page.locator(".codelens-decoration a", { hasText: "gradients reach" }).click();
  await person.sees(".quick-input-list", "encoder.layers.0.weight");
  await person.sees(".quick-input-list", "leaves the graph here (line 25)");
  await person.shot("code-lens-list");
  await person.press("Escape");
});

journey("graph panel", async () => {
  await person.goTo(33, 10);
  await person.command("gradsight: Show Gradient Graph");
  const frame = person.page.frameLocator("iframe.webview").frameLocator("iframe");
  await frame.locator("svg .node").first().waitFor();
  assert.equal(await frame.locator("svg .edge.cut").count(), 1);
  assert.match(await frame.locator("svg").innerHTML(), /leaves the graph here/);
  await person.shot("graph-panel-open");
  const before = Number(await frame.locator("svg").getAttribute("width"));
  await frame.locator("#in").click();
  assert.ok(Number(await frame.locator("svg").getAttribute("width")) > before);
  await frame.locator(".node", { hasText: "features.detach()" }).first().click();
  await person.sees(".statusbar-item", "Ln 25");
});

journey("inlay hint", async () => {
  await person.command("View: Close All Editors");
  await person.open("question_2_detach.py");
  await until(async () => (await person.text()).includes("no gradient: detach"), 60_000, "the inlay hint");
});

journey("quick fix", async () => {
  const file = join(code.work, "train_detached_encoder.py");
  await person.open("train_detached_encoder.py");
  await person.squiggles("warning", 1);
  await person.quickFix(25, 30, "Ignore detach-in-path here");
  await person.squiggles("warning", 0);
  await person.save();
  assert.match(read(file), /gradsight: ignore\[detach-in-path\]/);
  await person.press("Control+Z");
  await person.squiggles("warning", 1);
  await person.save();
});

journey("fix all on save", async () => {
  const file = join(code.work, "question_1_output_grad.py");
  const { length } = read(file);
  await person.open("question_1_output_grad.py");
  await person.squiggles("warning", 1);
  await person.press("Control+Home");
  await person.type("\n");
  await person.save();
  await until(() => read(file).includes("retain_grad()"), 60_000, "the fix in the file");
  assert.ok(read(file).length > length);
  await person.squiggles("warning", 0);
});

journey("restart after the server was killed", async () => {
  await person.open("train_detached_encoder.py");
  await person.squiggles("warning", 1);
  const [killed] = code.servers();
  process.kill(killed, "SIGKILL");
  await until(() => code.servers().some((id) => id !== killed), 60_000, "another server");
  await person.squiggles("warning", 1);
  const text = await person.hover(25, 26);
  assert.match(text, /constant|tracked/);
  assert.equal(code.servers().length, 1);
});

journey("notebook", async () => {
  await person.command("View: Close All Editors");
  await person.open("session.ipynb");
  await person.page.locator(".notebook-editor .cell-list-container .view-lines").first().waitFor();
  await person.squiggles("warning", 1);
  await person.sees(".notebook-editor .codelens-decoration", "gradients reach 1 of 1 leaf");
});

journey("500 keystrokes", async () => {
  await person.command("View: Close All Editors");
  await person.open("typed.py");
  await person.press("Control+Home");
  const keys = keystrokes();
  assert.ok(keys.length >= 500);
  for (const key of keys) {
    await person.press(key);
  }
  await person.press("Control+K", "s"); // Save without the fixes that saving would make.
  await until(() => read(join(code.work, "typed.py")).includes("other.sum().backward()"), 30_000, "the saved file");
  const expected = checked(join(code.work, "typed.py"));
  assert.ok(expected.length >= 3);
  const shown = async () => {
    const rows = await person.problems();
    return rows.flatMap((row) => {
      const found = /(GS\d+).*\[Ln (\d+), Col (\d+)\]/.exec(row);
      return found ? [`${found[1]} ${found[2]}:${found[3]}`] : [];
    });
  };
  await person.command("View: Focus Problems");
  await person.problemsOf("typed.py");
  await until(async () => String((await shown()).sort()) === String(expected), 60_000, `the problems ${expected}`).catch(
    async (error) => assert.deepEqual((await shown()).sort(), expected, error.message),
  );
});

/** What the command line finds: "GS101 11:7". */
function checked(file) {
  const python = process.env.PYTHON ?? join(ROOT, ".venv/bin/python");
  const ran = spawnSync(python, ["-m", "gradsight", "check", "--no-cache", "--output-format", "json", file], {
    encoding: "utf8",
    env: { ...process.env, PYTHONPATH: join(ROOT, "server") },
  });
  return JSON.parse(ran.stdout).map(({ code, location }) => `${code} ${location.row}:${location.column}`).sort();
}
