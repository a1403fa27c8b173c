/** The language server as a process that is started, stopped and started again, one after the other. */

import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions, type ServerOptions } from "vscode-languageclient/node";

import { findInterpreter, type Interpreter } from "./interpreter";
import { logLevel } from "./settings";

const SHOW_OUTPUT = "Show Output";

export class Server {
  private client: LanguageClient | undefined;
  private turn: Promise<void> = Promise.resolve();

  constructor(
    /** Where the server is started: never the workspace. */
    private readonly folder: string,
    private readonly output: vscode.LogOutputChannel,
  ) {}

  /** The client of the server that runs; undefined if none does. */
  get running(): LanguageClient | undefined {
    return this.client?.isRunning() ? this.client : undefined;
  }

  /** Stops the server if there is one, and starts it. Never rejects: what goes wrong is shown and logged. */
  restart(): Promise<void> {
    return this.next(async () => {
      await this.end();
      try {
        await this.begin(await findInterpreter(this.folder));
      } catch (error) {
        await this.end();
        this.complain(error);
      }
    });
  }

  stop(): Promise<void> {
    return this.next(() => this.end());
  }

  private next(step: () => Promise<void>): Promise<void> {
    this.turn = this.turn.then(step);
    return this.turn;
  }

  private async begin(interpreter: Interpreter): Promise<void> {
    this.output.info(`${interpreter.version}, run by ${interpreter.command}`);
    this.client = new LanguageClient("gradsight", "gradsight", this.command(interpreter), this.options());
    await this.client.start();
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    try {
      await client?.dispose();
    } catch (error) {
      this.output.warn(`The server did not stop in order: ${String(error)}`);
    }
  }

  private command(interpreter: Interpreter): ServerOptions {
    return {
      command: interpreter.command,
      args: ["-m", "gradsight", "server"],
      options: { cwd: this.folder, env: { ...process.env, GRADSIGHT_LOG: logLevel() } },
    };
  }

  private options(): LanguageClientOptions {
    return {
      documentSelector: [
        { language: "python", scheme: "file" },
        { language: "python", scheme: "untitled" },
        { language: "python", scheme: "vscode-notebook-cell" },
      ],
      outputChannel: this.output,
      initializationOptions: { trusted: vscode.workspace.isTrusted },
    };
  }

  private complain(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.output.error(message);
    void vscode.window.showErrorMessage(`gradsight: ${message}`, SHOW_OUTPUT).then((answer) => {
      if (answer === SHOW_OUTPUT) {
        this.output.show();
      }
    });
  }
}
