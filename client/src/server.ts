/** The language server as a process that is started, stopped, and started again when it dies, one step after the other. */

import * as path from "node:path";

import * as vscode from "vscode";
import { CloseAction, ErrorAction, LanguageClient, type LanguageClientOptions, type ServerOptions } from "vscode-languageclient/node";

import { Backoff } from "./backoff";
import { type Button, type Complaint, gaveUp, noInterpreter, notStarted } from "./complaint";
import { candidates, type Interpreter, search } from "./interpreter";
import { runProbe } from "./probe";
import { activeInterpreter } from "./pythonExtension";
import { chosenInterpreter, chooseInterpreter, importStrategy, logLevel, useBundled } from "./settings";
import type { ServerState } from "./statusText";

/** The commands of this extension that the server may put into hovers and code lenses. */
export const SHOW_GRAPH = "gradsight.showGraph";
export const SHOW_BACKWARD = "gradsight.showBackward";

const SCHEMES = ["file", "untitled", "vscode-notebook-cell", "vscode-vfs"];

/** Where the folders lie in no file system, documents may have any address. */
export const selector = (): { language: string; scheme?: string }[] =>
  isVirtual() ? [{ language: "python" }] : SCHEMES.map((scheme) => ({ language: "python", scheme }));

function isVirtual(): boolean {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.length > 0 && folders.every(({ uri }) => uri.scheme !== "file");
}

export interface Change {
  readonly state: ServerState;
  /** The interpreter, or what went wrong. */
  readonly about: string;
}

export class Server {
  private client: LanguageClient | undefined;
  private turn: Promise<void> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private readonly backoff = new Backoff();
  private readonly changed = new vscode.EventEmitter<Change>();
  readonly onDidChange = this.changed.event;
  private readonly asked = new vscode.EventEmitter<boolean>();
  /** True while the server works on diagnostics that the editor asked for. */
  readonly onDidAsk = this.asked.event;

  constructor(
    private readonly extension: string,
    private readonly output: vscode.LogOutputChannel,
    private readonly trace: vscode.LogOutputChannel,
  ) {}

  /** The client of the server that runs; undefined if none does. */
  get running(): LanguageClient | undefined {
    return this.client?.isRunning() ? this.client : undefined;
  }

  /** Runs one of the server's commands; undefined if no server runs. */
  async ask<T>(command: string, ...args: unknown[]): Promise<T | undefined> {
    return this.running?.sendRequest<T>("workspace/executeCommand", { command, arguments: args });
  }

  /** Stops the server if there is one, and starts it. Never rejects: what goes wrong is shown and logged. */
  restart(): Promise<void> {
    this.backoff.forget();
    return this.again();
  }

  stop(): Promise<void> {
    return this.next(() => this.end());
  }

  private again(): Promise<void> {
    clearTimeout(this.timer);
    return this.next(async () => {
      await this.end();
      this.changed.fire({ state: "starting", about: "" });
      try {
        await this.begin();
      } catch (error) {
        await this.end();
        this.complain(notStarted(error instanceof Error ? error.message : String(error)));
      }
    });
  }

  private next(step: () => Promise<void>): Promise<void> {
    this.turn = this.turn.then(step);
    return this.turn;
  }

  private async begin(): Promise<void> {
    const selected = vscode.workspace.isTrusted ? await this.selected() : undefined;
    const { found, tried } = await this.findInterpreter(selected);
    for (const { command, problem } of tried) {
      this.output.warn(`${command} is not used: ${JSON.stringify(problem)}`);
    }
    if (!found) {
      return this.complain(noInterpreter(tried, importStrategy()));
    }
    const { python, executable, gradsight, location } = found.probe;
    const about = `gradsight ${gradsight}, Python ${python.join(".")}`;
    this.output.info(`${about} (${executable}), from ${location}`);
    const client = new LanguageClient("gradsight", "gradsight", this.command(found), this.options(selected));
    this.client = client;
    await client.start();
    this.changed.fire({ state: "running", about });
  }

  private async findInterpreter(selected: string | undefined) {
    const choice = {
      setting: chosenInterpreter(),
      selected,
      trusted: vscode.workspace.isTrusted,
      platform: process.platform,
    };
    return search(candidates(choice), (command) => runProbe(command, this.launcher, importStrategy(), this.extension));
  }

  private async selected(): Promise<string | undefined> {
    try {
      return await activeInterpreter();
    } catch (error) {
      this.output.warn(`The Python extension did not say which interpreter is selected: ${String(error)}`);
      return undefined;
    }
  }

  private async end(): Promise<void> {
    clearTimeout(this.timer);
    const client = this.client;
    this.client = undefined;
    try {
      await client?.dispose();
    } catch (error) {
      this.output.debug(`The server did not stop in order: ${String(error)}`);
    }
    this.changed.fire({ state: "stopped", about: "" });
  }

  /** The server is gone without being asked to. */
  private died(client: LanguageClient): void {
    if (this.client !== client) {
      return;
    }
    const wait = this.backoff.crashed(Date.now());
    if (wait === undefined) {
      return this.complain(gaveUp(this.backoff.count));
    }
    const about = `the server stopped and is started again in ${wait / 1000} s`;
    this.output.error(about);
    this.changed.fire({ state: "failed", about });
    this.timer = setTimeout(() => void this.again(), wait);
  }

  private get launcher(): string {
    return path.join(this.extension, "client", "python", "launch.py");
  }

  private command(interpreter: Interpreter): ServerOptions {
    return {
      command: interpreter.command,
      args: [this.launcher, importStrategy(), "server"],
      options: { cwd: this.extension, env: { ...process.env, GRADSIGHT_LOG: logLevel() } },
    };
  }

  /** The server reads the libraries of the interpreter that is selected, and does not start it. */
  private options(interpreter: string | undefined): LanguageClientOptions {
    return {
      documentSelector: selector(),
      outputChannel: this.output,
      traceOutputChannel: this.trace,
      initializationOptions: { trusted: vscode.workspace.isTrusted, interpreter, commands: [SHOW_GRAPH, SHOW_BACKWARD] },
      markdown: { isTrusted: { enabledCommands: [SHOW_GRAPH] } },
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => {
          const client = this.client;
          if (client) {
            setImmediate(() => this.died(client));
          }
          return { action: CloseAction.DoNotRestart, handled: true };
        },
      },
      middleware: {
        provideDiagnostics: async (document, previous, token, next) => {
          this.asked.fire(true);
          try {
            return await next(document, previous, token);
          } finally {
            this.asked.fire(false);
          }
        },
      },
    };
  }

  private complain(complaint: Complaint): void {
    this.output.error(complaint.message);
    this.changed.fire({ state: "failed", about: complaint.message });
    void vscode.window.showErrorMessage(complaint.message, ...complaint.buttons).then((button) => this.press(button));
  }

  private press(button: Button | undefined): unknown {
    switch (button) {
      case "Choose Interpreter":
        return chooseInterpreter();
      case "Use Bundled Libraries":
        return useBundled();
      case "Show Output":
        return this.output.show();
      case "Restart":
        return this.restart();
      case undefined:
        return undefined;
    }
  }
}
