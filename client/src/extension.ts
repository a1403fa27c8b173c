/** The extension: starts the server when a Python file is opened, and restarts it when what it depends on changes. */

import * as vscode from "vscode";

import { showBackward } from "./backwards";
import { showDebugInformation } from "./debugInformation";
import { GraphPanel } from "./graph/panel";
import { onDidChangeActiveEnvironment } from "./pythonExtension";
import { Rules } from "./rules";
import { Server } from "./server";
import { needsRestart } from "./settings";
import { Status } from "./status";
import { traced } from "./trace";

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel("gradsight", { log: true });
  const started = new Server(context.extensionPath, output, traced(output, context.subscriptions));
  server = started;
  const restart = () => started.restart();
  const rules = new Rules(started);
  const graph = new GraphPanel(started, context.extensionUri);

  context.subscriptions.push(
    output,
    graph,
    new Status(started),
    rules.register(),
    vscode.commands.registerCommand("gradsight.restart", restart),
    vscode.commands.registerCommand("gradsight.showOutput", () => output.show()),
    vscode.commands.registerCommand("gradsight.showDebugInformation", () => showDebugInformation(started)),
    vscode.commands.registerCommand("gradsight.fixAll", fixAll),
    vscode.commands.registerCommand("gradsight.explainRule", (name?: unknown) => rules.explain(name)),
    vscode.commands.registerCommand("gradsight.showGraph", (at?: unknown) => graph.show(at)),
    vscode.commands.registerCommand("gradsight.showBackward", showBackward),
    vscode.workspace.onDidChangeConfiguration((change) => (needsRestart(change) ? restart() : undefined)),
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
  );
  await restart();
  try {
    context.subscriptions.push(await onDidChangeActiveEnvironment(restart));
  } catch (error) {
    output.warn(`The Python extension cannot be asked when another interpreter is selected: ${String(error)}`);
  }
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}

/** The safe fixes of the file that is looked at, as on save. */
function fixAll(): Thenable<unknown> {
  return vscode.commands.executeCommand("editor.action.sourceAction", { kind: "source.fixAll.gradsight", apply: "first" });
}
