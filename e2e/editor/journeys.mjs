/** What people do with the extension in a real VS Code, one after the other in one window. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { patience, read, ROOT, until, WAIT } from "./code.mjs";
import { stretches } from "./typing.mjs";
import { journeys } from "./window.mjs";

const THEMES = { dark: "Default Dark Modern", light: "Default Light Modern" };
let work;

const { journey, close } = journeys("examples", (code) => {
  code.set({ "editor.codeActionsOnSave": { "source.fixAll.gradsight": "explicit" } });
  work = code.folder("examples", join(ROOT, "examples"), join(ROOT, "e2e/editor/files"));
  return work;
});

journey("squiggle", async (person) => {
  await person.open("train_detached_encoder.py");
  await person.squiggles("warning", 1);
  await person.sees(".codelens-decoration", "gradients reach 2 of 6 parameters");
});

journey("hover", async (person) => {
  await person.hover(25, 26, /detach\(\).*GS301/s, /tracked: it requires grad/, /train_detached_encoder\.py:11/, /Show gradient graph/);
});

journey("a step of a hover leads to its line", async (person) => {
  await person.page.locator(".monaco-hover a", { hasText: "train_detached_encoder.py:11" }).first().click();
  await person.sees(".statusbar-item", "Ln 11,");
});

journey("status item", async (person) => {
  await person.press("Escape");
  const item = person.page.locator("[id='status.languageStatus']");
  const says = person.page.locator(".hover-language-status");
  const shown = async (attempt) => {
    await item.click();
    return says.filter({ hasText: "gradsight: 1 warning" }).first().waitFor({ timeout: patience(attempt) }).then(() => true, () => false);
  };
  await until(shown, WAIT, "the status item to count the warning");
});

journey("code lens", async (person) => {
  await person.press("Escape");
  await person.page.locator(".codelens-decoration a", { hasText: "gradients reach" }).click();
  await person.sees(".quick-input-list", "encoder.layers.0.weight");
  await person.sees(".quick-input-list", "leaves the graph here (line 25)");
  await person.shot("code-lens-list");
  await person.press("Enter");
  await person.sees(".statusbar-item", "Ln 25,");
});

journey("graph panel", async (person, code) => {
  const frame = person.page.frameLocator("iframe.webview").frameLocator("iframe");
  const node = frame.locator("svg .node");
  const colours = {};
  const hidden = async () => !(await person.page.locator(".sidebar").isVisible());
  await person.command("View: Toggle Primary Side Bar Visibility", hidden);
  await person.goTo(33, 10);
  await person.command("gradsight: Show Gradient Graph", () => node.first().isVisible());
  assert.equal(await frame.locator("svg .edge.cut").count(), 1);
  assert.match(await frame.locator("meta[http-equiv]").getAttribute("content"), /default-src 'none'; style-src .*; script-src 'nonce-/);
  assert.match(await frame.locator("svg").innerHTML(), /leaves the graph here/);
  for (const [kind, theme] of [...Object.entries(THEMES).reverse()]) {
    code.set({ "workbench.colorTheme": theme });
    await person.page.locator(`.monaco-workbench.vs${kind === "dark" ? "-dark" : ""}`).waitFor();
    colours[kind] = await until(() => painted(frame, colours), WAIT, `the colours of the theme ${theme}`);
    await person.shot(kind === "dark" ? "graph-panel-open" : `graph-panel-${kind}`);
  }
  await zoomed(frame, person);
  await node.filter({ hasText: "features.detach()" }).first().click();
  await person.sees(".statusbar-item", "Ln 25");
  await person.command("View: Toggle Primary Side Bar Visibility", () => person.page.locator(".sidebar").isVisible());
});

/** Each way to zoom makes the graph as wide as it says. */
async function zoomed(frame, person) {
  const width = async () => Number(await frame.locator("svg").getAttribute("width"));
  const way = async (act, is) => {
    const before = await width();
    await act();
    await until(async () => is(await width(), before), WAIT, "the graph to be zoomed");
  };
  const [wider, narrower] = [(now, before) => now > before, (now, before) => now < before];
  const wheel = async (turn) => {
    await frame.locator("svg .node").first().hover();
    await person.page.keyboard.down("Control");
    await person.page.mouse.wheel(0, turn);
    await person.page.keyboard.up("Control");
  };
  await way(() => frame.locator("#in").click(), wider);
  await way(() => frame.locator("#out").click(), narrower);
  await way(() => wheel(-100), wider);
  await way(() => wheel(100), narrower);
  await way(() => person.press("+"), wider);
  await frame.locator("#fit").click();
  await until(() => frame.locator("body").evaluate((body) => body.scrollWidth <= window.innerWidth), WAIT, "the graph to fit");
}

/** The colours of text, page and cut in the graph, if they are none that were seen already, and can be told apart. */
async function painted(frame, seen) {
  const of = (selector, property) => frame.locator(selector).first().evaluate((e, name) => getComputedStyle(e)[name], property);
  const all = [await of("svg .label", "fill"), await of("body", "backgroundColor"), await of("svg .edge.cut", "stroke")];
  const fresh = !Object.values(seen).some((one) => one[1] === all[1]);
  return fresh && new Set(all).size === all.length && all;
}

journey("inlay hint", async (person) => {
  await person.command("View: Close All Editors", async () => (await person.page.locator(".tab").count()) === 0);
  await person.open("question_2_detach.py");
  await until(async () => (await person.text()).includes("no gradient: detach"), WAIT, "the inlay hint");
});

journey("quick fix", async (person) => {
  const file = join(work, "train_detached_encoder.py");
  await person.open("train_detached_encoder.py");
  await person.squiggles("warning", 1);
  await person.quickFix(25, 30, "Remove the `detach()`", "quick-fix-menu");
  await person.squiggles("warning", 0);
  await person.save();
  assert.match(read(file), /return self\.head\(features\)/);
  await person.press("Control+Z");
  await person.squiggles("warning", 1);
  await person.quickFix(25, 30, "Ignore detach-in-path here", "ignore-menu");
  await person.squiggles("warning", 0);
  await person.save();
  assert.match(read(file), /gradsight: ignore\[detach-in-path\]/);
  await person.press("Control+Z");
  await person.squiggles("warning", 1);
  await person.save();
});

journey("fix all on save", async (person) => {
  const file = join(work, "question_1_output_grad.py");
  await person.open("question_1_output_grad.py");
  await person.squiggles("warning", 1);
  await person.press("Control+Home");
  await person.type("\n");
  await person.save();
  await until(() => read(file).includes("output.retain_grad()\n"), WAIT, "the fix in the file");
  assert.ok(read(file).startsWith("\n"));
  await person.squiggles("warning", 0);
});

journey("restart after the server was killed", async (person, code) => {
  await person.open("train_detached_encoder.py");
  await person.squiggles("warning", 1);
  const [killed] = code.servers();
  process.kill(killed, "SIGKILL");
  await until(() => code.servers().some((id) => id !== killed), WAIT, "another server");
  await person.hover(25, 26, /GS301/, /tracked: it requires grad/);
  await person.squiggles("warning", 1);
  assert.equal(code.servers().length, 1);
});

journey("notebook", async (person) => {
  await person.open("session.ipynb");
  await person.page.locator(".notebook-editor .cell-list-container .view-lines").first().waitFor();
  await person.squiggles("warning", 1);
  await person.sees(".notebook-editor .codelens-decoration", "gradients reach 1 of 1 leaf");
});

journey("walkthrough", async (person) => {
  const choice = person.page.locator(".quick-input-list .monaco-list-row", { hasText: "See where gradients flow" }).first();
  await person.command("Welcome: Open Walkthrough", () => choice.isVisible(), true);
  await choice.click();
  const steps = ["A Python to run it", "Find a lost gradient", "Ask any tensor", "See the gradient's way", "Fix on save"];
  for (const step of steps) {
    await person.sees(".getting-started-step", step);
  }
  await person.shot("walkthrough-steps");
  await person.command("View: Close All Editors", async () => (await person.page.locator(".tab").count()) === 0);
});

journey("500 keystrokes", async (person) => {
  const file = join(work, "typed.py");
  await person.open("typed.py");
  await person.press("Control+Home");
  const all = stretches();
  assert.ok(all.flatMap(({ keys }) => keys).length >= 500);
  for (const { keys, line, column } of all) {
    await person.press(...keys);
    await person.stands(line, column);
  }
  const { text } = all.at(-1);
  await person.press("Control+K", "s"); // Save without the fixes that saving would make.
  await until(() => read(file) === text, WAIT, () => `the saved file, which is\n${read(file)}\nand not\n${text}`);
  const expected = checked(file);
  assert.ok(expected.length >= 3);
  await person.problemsOf("typed.py");
  const shown = async () => (await person.problems()).flatMap(finding).sort();
  await until(async () => String(await shown()) === String(expected), WAIT, async () => `${expected}, not ${await shown()}`);
});

close();

/** What a row of the Problems view says, in the way of `checked`. */
function finding(row) {
  const [, code, line, column] = /(GS\d+).*\[Ln (\d+), Col (\d+)\]/.exec(row) ?? [];
  return code ? [`${code} ${line}:${column}`] : [];
}

/** What the command line finds: "GS101 11:7". */
function checked(file) {
  const python = process.env.PYTHON ?? join(ROOT, ".venv/bin/python");
  const ran = spawnSync(python, ["-m", "gradsight", "check", "--no-cache", "--output-format", "json", file], {
    encoding: "utf8",
    env: { ...process.env, PYTHONPATH: join(ROOT, "server") },
  });
  return JSON.parse(ran.stdout).map(({ code, location }) => `${code} ${location.row}:${location.column}`).sort();
}
