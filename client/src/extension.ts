/** The extension: starts the server when a Python file is opened, and restarts it when what it depends on changes. */

import * as vscode from "vscode";

import { showDebugInformation } from "./debugInformation";
import { onDidChangeActiveEnvironment } from "./pythonExtension";
import { Server } from "./server";
import { needsRestart } from "./settings";

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel("gradsight", { log: true });
  const started = new Server(context.extensionPath, output);
  server = started;
  const restart = () => started.restart();

  context.subscriptions.push(
    output,
    vscode.commands.registerCommand("gradsight.restart", restart),
    vscode.commands.registerCommand("gradsight.showOutput", () => output.show()),
    vscode.commands.registerCommand("gradsight.showDebugInformation", () => showDebugInformation(started)),
    vscode.workspace.onDidChangeConfiguration((change) => (needsRestart(change) ? restart() : undefined)),
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
  );
  await restart();
  context.subscriptions.push(await onDidChangeActiveEnvironment(restart));
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}
