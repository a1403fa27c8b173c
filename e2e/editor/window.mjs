/** The one VS Code and the one browser that all tests share. Each group of journeys has a window of its own, and a server. */

import { execFileSync } from "node:child_process";
import { rmSync, mkdtempSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { browse, look } from "./browser.mjs";
import { ROOT, start, until, VSIX, WAIT } from "./code.mjs";

const LIMIT = 960_000;
const require = createRequire(import.meta.url);
/** Where tests put files that no editor should have opened. */
export const aside = mkdtempSync(join(tmpdir(), "gradsight-tests-"));
export const RESULTS = join(aside, "results.json");
let code;
let browser;

before(
  async () => {
    code = await start({ packages: [VSIX, packed("host"), packed("python")], environment: { GRADSIGHT_RESULTS: RESULTS } });
    browser = await browse(join(code.home, "browser"));
  },
  { timeout: LIMIT },
);

after(async () => {
  await browser?.close();
  await code?.close();
  rmSync(aside, { recursive: true, force: true });
});

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => process.exit(1)); // VS Code would outlive the tests.
}

/** An extension of ours for the tests, as a package: `host` runs tests inside VS Code, `python` selects an interpreter. */
function packed(name) {
  const vsix = join(aside, `${name}.vsix`);
  const vsce = require.resolve("@vscode/vsce/vsce", { paths: [ROOT] });
  const packing = ["package", "--no-dependencies", "--allow-missing-repository", "--skip-license", "--out", vsix];
  execFileSync(process.execPath, [vsce, ...packing], { cwd: join(ROOT, "e2e/editor", name), stdio: "pipe" });
  return vsix;
}

/**
 * Journeys in a window on the folder that `prepare` makes: the first opens it, the last closes it and sees that no server is left.
 * Returns the function that adds a journey, `(name, steps)`; its steps get the person and VS Code, and leave a picture, also where they fail.
 */
export function journeys(name, prepare) {
  let person;
  const journey = (title, steps) =>
    test(title, { timeout: LIMIT }, async (t) => {
      const file = title.replaceAll(" ", "-");
      try {
        await steps(person, code, t);
      } catch (error) {
        await person?.shot(`failed-${file}`);
        throw error;
      }
      await person?.shot(file);
    });
  test(`${name}: a window opens`, { timeout: LIMIT }, async () => {
    person = await look(browser, code.url(await prepare(code)));
  });
  const close = () =>
    test(`${name}: the window closes, and its server ends`, { timeout: LIMIT }, async () => {
      await person.close();
      person = undefined;
      await until(() => code.servers().length === 0, WAIT, () => `servers to end: ${code.servers()}`);
    });
  return { journey, close };
}
