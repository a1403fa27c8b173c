/** A person at the editor: opens files, types, hovers, presses keys, and looks. Every wait is for something that can be seen. */

import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { chromium } from "playwright-core";

import { patience, ROOT, until, WAIT } from "./code.mjs";

const SHOTS = join(ROOT, "build/screenshots");
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
];

/** Starts a browser that keeps its files in a folder. Its windows share what they have loaded. */
export async function browse(folder) {
  const browser = await chromium.launchPersistentContext(folder, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ARGUMENTS,
    viewport: { width: 1280, height: 800 },
  });
  browser.setDefaultTimeout(WAIT);
  return browser;
}

/** A window of VS Code, once it shows its files. */
export async function look(browser, url) {
  const page = await browser.newPage();
  page.on("dialog", (dialog) => dialog.accept().catch(() => undefined));
  await page.goto(url);
  await page.locator(".explorer-folders-view .monaco-list-row").first().waitFor();
  return new Person(page);
}

class Person {
  constructor(page) {
    this.page = page;
  }

  /** Leaves the editor, which tells it to end what ran for this window. */
  async close() {
    await this.page.goto("about:blank");
    await this.page.close();
  }

  async press(...keys) {
    for (const key of keys) {
      await this.page.keyboard.press(key);
    }
  }

  type(text) {
    return this.page.keyboard.type(text);
  }

  /** Opens a file by its name. From then on it is the one that keys go to. */
  async open(name) {
    const tab = this.page.locator(".tab.active", { hasText: name });
    const focus = this.page.locator(name.endsWith(".ipynb") ? ".notebook-editor" : ".editor-instance .monaco-editor.focused");
    await this.quick("Control+P", name, name, async () => (await tab.isVisible()) && focus.first().isVisible());
  }

  /** Runs a command by its title, until `done` says that it has; `asks` if it then shows the box again. */
  async command(title, done = async () => true, asks = false) {
    const [label] = title.split(": ").slice(-1);
    await this.quick("F1", `>${title}`, label, done, asks);
  }

  async goTo(line, column = 1) {
    if (!(await this.cursor(line, column).isVisible())) {
      await this.quick("Control+G", `:${line}:${column}`, String(line), () => this.cursor(line, column).isVisible());
    }
  }

  /** What the status bar says of the cursor when it stands there. */
  cursor(line, column) {
    return this.page.locator(".statusbar-item", { hasText: new RegExp(`Ln ${line}, Col ${column}(?!\\d)`) });
  }

  /** Waits until the editor has taken all keys, which lead the cursor there. */
  async stands(line, column) {
    const said = async () => plain(await this.page.locator(".statusbar-item", { hasText: /Ln \d/ }).innerText());
    await until(() => this.cursor(line, column).isVisible(), WAIT, async () => `the cursor at ${line}:${column}, not ${await said()}`);
  }

  /** Writes into the box at the top, takes the first row once it is about `row`, and looks whether it has worked. */
  async quick(key, text, row, done, asks = false) {
    const box = this.page.locator(".quick-input-widget");
    const first = this.page.locator(".quick-input-list .monaco-list-row").first();
    await until(
      async (attempt) => {
        const timeout = patience(attempt);
        try {
          await this.press(key);
          await box.locator("input").first().fill(text, { timeout });
          await until(async () => plain(await first.innerText({ timeout })).includes(row), timeout, row);
          await this.press("Enter");
          if (!asks) {
            await box.waitFor({ state: "hidden", timeout });
          }
          await until(done, timeout, text);
          return true;
        } catch {
          await this.press("Escape");
          return false;
        }
      },
      WAIT,
      `${text} in the box at the top`,
    );
  }

  /** The number of squiggles of a kind in the visible part, once it is what is expected. */
  async squiggles(kind, count) {
    const found = this.page.locator(`.monaco-editor .squiggly-${kind}`);
    await until(async () => (await found.count()) === count, WAIT, `${count} squiggles of kind ${kind}`);
  }

  /** The hover at a place as text, once it says all that is expected. */
  async hover(line, column, ...expected) {
    const hover = this.page.locator(".monaco-hover:visible");
    let text = "";
    const says = async () => {
      text = plain((await hover.allInnerTexts()).join("\n"));
      return expected.every((one) => one.test(text));
    };
    const shown = async (attempt) => {
      await this.press("Escape");
      await this.goTo(line, column);
      await this.press("Control+K", "Control+I");
      return until(says, patience(attempt), "the hover").catch(() => false);
    };
    await until(shown, WAIT, () => `${expected} in the hover at ${line}:${column}, which says ${text}`);
    return text;
  }

  /** Chooses the quick fix with this title at a place; the menu is on the picture `shot`. */
  async quickFix(line, column, title, shot) {
    const menu = this.page.locator(".action-widget:not(.action-list-submenu-panel)");
    const row = menu.locator(".monaco-list-row", { hasText: title }).first();
    await until(
      async (attempt) => {
        await this.press("Escape");
        await this.goTo(line, column);
        await this.press("Control+.");
        await row.waitFor({ timeout: patience(attempt) }).catch(() => undefined);
        return row.isVisible();
      },
      WAIT,
      `the quick fix ${title}`,
    );
    await this.shot(shot);
    await row.click();
  }

  /** The rows of the Problems view that is open: code, message and "[Ln 1, Col 2]" are in each. */
  async problems() {
    const rows = this.page.locator(".markers-panel-container .monaco-list-row");
    const texts = await rows.evaluateAll((all) => all.map((row) => row.textContent));
    return texts.map((text) => plain(text).replaceAll(/\s+/g, " ").trim());
  }

  /** Opens the Problems view with the problems of one file. */
  async problemsOf(name) {
    const filter = this.page.locator(".markers-panel-action-filter-container input, .viewpane-filter input").first();
    await this.command("Problems: Focus on Problems View", () => filter.isVisible());
    await filter.fill(name);
  }

  /** All text of the editor that is looked at, with inlay hints and lenses. */
  async text() {
    return plain(await this.page.locator(".editor-instance .view-lines").first().innerText());
  }

  async sees(selector, text) {
    const found = this.page.locator(selector);
    await until(async () => (await found.allInnerTexts()).some((one) => plain(one).includes(text)), WAIT, `${text} in ${selector}`);
  }

  async save() {
    await this.press("Control+S");
    await this.page.locator(".tab.active.dirty").waitFor({ state: "detached" });
  }

  async shot(name) {
    mkdirSync(SHOTS, { recursive: true });
    await this.page.screenshot({ path: join(SHOTS, `${name}.png`) });
  }
}

/** The DOM holds other spaces than people type. */
export function plain(text) {
  return text.replaceAll(/[\u00a0\u200b-\u200d]/g, (c) => (c === "\u00a0" ? " " : ""));
}
