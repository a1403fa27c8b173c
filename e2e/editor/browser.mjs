/** A person at the editor: opens files, types, hovers, presses keys, and looks. */

import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { chromium } from "playwright-core";

import { ROOT, until } from "./code.mjs";

const SHOTS = join(ROOT, "build/screenshots");
const WAIT = 60_000;
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

export async function look(url) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ARGUMENTS });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT);
  await page.goto(url);
  await page.locator(".monaco-workbench").waitFor();
  await page.locator(".explorer-folders-view .monaco-list-row").first().waitFor();
  return new Person(browser, page);
}

class Person {
  constructor(browser, page) {
    this.browser = browser;
    this.page = page;
  }

  close() {
    return this.browser.close();
  }

  async press(...keys) {
    for (const key of keys) {
      await this.page.keyboard.press(key);
    }
  }

  type(text, delay = 0) {
    return this.page.keyboard.type(text, { delay });
  }

  /** Opens a file by its name. */
  async open(name) {
    await this.quick("Control+P", name);
    await this.page.locator(".tab.active", { hasText: name }).waitFor();
  }

  async command(name) {
    await this.quick("F1", `>${name}`);
  }

  async goTo(line, column = 1) {
    await this.quick("Control+G", `:${line}:${column}`);
  }

  /** Writes into the box at the top and takes the first row that it offers. */
  async quick(key, text) {
    const box = this.page.locator(".quick-input-widget");
    const input = box.locator("input").first();
    const row = this.page.locator(".quick-input-list .monaco-list-row").first();
    for (let attempt = 0; ; attempt++) {
      await this.press(key);
      try {
        await input.fill(text, { timeout: 5_000 });
        await row.waitFor({ timeout: 10_000 });
        break;
      } catch (error) {
        if (attempt === 5) throw error;
        await this.press("Escape");
      }
    }
    await this.page.waitForTimeout(300);
    await this.press("Enter");
    await box.waitFor({ state: "hidden", timeout: 15_000 }).catch(() => undefined);
  }

  /** The number of squiggles of a kind in the visible part, once it is what is expected. */
  async squiggles(kind, count) {
    const found = this.page.locator(`.monaco-editor .squiggly-${kind}`);
    await until(async () => (await found.count()) === count, WAIT, `${count} squiggles of kind ${kind}`);
  }

  /** The hover at a place, as text. */
  async hover(line, column) {
    return until(
      async () => {
        await this.press("Escape");
        await this.goTo(line, column);
        await this.press("Control+K", "Control+I");
        const hover = this.page.locator(".monaco-hover:visible .hover-contents, .monaco-hover:visible .hover-row");
        await hover.first().waitFor({ timeout: 5_000 }).catch(() => undefined);
        await this.page.waitForTimeout(500);
        const text = plain((await this.page.locator(".monaco-hover:visible").allInnerTexts()).join("\n"));
        return text.includes("Loading") ? "" : text;
      },
      WAIT,
      `a hover at ${line}:${column}`,
    );
  }

  /** Chooses the quick fix with this title at a place. */
  async quickFix(line, column, title) {
    const menu = this.page.locator(".action-widget:not(.action-list-submenu-panel)");
    await until(
      async () => {
        await this.press("Escape");
        await this.goTo(line, column);
        await this.press("Control+.");
        await menu.waitFor({ timeout: 5_000 }).catch(() => undefined);
        return (await menu.isVisible()) && plain(await menu.innerText()).includes(title);
      },
      WAIT,
      `the quick fix ${title}`,
    );
    await menu.locator(".monaco-list-row", { hasText: title }).first().click();
  }

  /** The rows of the Problems view: code, message and "[Ln 1, Col 2]" are in each. */
  async problems() {
    const view = this.page.locator(".markers-panel-container");
    if (!(await view.isVisible())) {
      await this.command("View: Focus Problems");
      await view.waitFor();
    }
    const rows = await view.locator(".monaco-list-row").evaluateAll((all) => all.map((row) => row.textContent));
    return rows.map((row) => plain(row).replaceAll(/\s+/g, " ").trim());
  }

  /** Shows in the Problems view only those of files with this name. */
  async problemsOf(name) {
    await this.problems();
    const filter = this.page.locator(".markers-panel-action-filter-container input, .viewpane-filter input").first();
    await filter.fill(name);
    await this.page.waitForTimeout(1_000);
  }

  /** All text of the editor that is looked at, with inlay hints and lenses. */
  async text() {
    return plain(await this.page.locator(".editor-instance .view-lines").first().innerText());
  }

  async sees(selector, text, wait = WAIT) {
    const found = this.page.locator(selector);
    await until(async () => (await found.allInnerTexts()).some((one) => plain(one).includes(text)), wait, `${text} in ${selector}`);
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
