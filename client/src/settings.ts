/** The settings that the client itself reads. The server asks for its own. */

import * as vscode from "vscode";

const SECTION = "gradsight";
const RESTART = ["interpreter", "importStrategy", "logLevel"];

/** The interpreter that the user chose; empty if none. VS Code leaves out what a workspace that is not trusted says. */
export function chosenInterpreter(): string {
  const setting = settings().get<string>("interpreter", "").trim();
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === "file")?.uri.fsPath;
  return folder ? setting.replaceAll("${workspaceFolder}", folder) : setting;
}

/** Lets the user point at a Python, and remembers it. */
export async function chooseInterpreter(): Promise<void> {
  const title = "The Python (3.10 or newer) that runs gradsight";
  const [chosen] = (await vscode.window.showOpenDialog({ title, openLabel: "Use this Python" })) ?? [];
  if (chosen) {
    await settings().update("interpreter", chosen.fsPath, vscode.ConfigurationTarget.Global);
  }
}

export type ImportStrategy = "useBundled" | "fromEnvironment";

export function importStrategy(): ImportStrategy {
  return settings().get<ImportStrategy>("importStrategy", "useBundled");
}

export function useBundled(): Thenable<void> {
  return settings().update("importStrategy", undefined, vscode.ConfigurationTarget.Global);
}

/** The level of the server's log, as Python writes it. */
export function logLevel(): string {
  return settings().get<string>("logLevel", "warning").toUpperCase();
}

/** Whether the server has to be started anew to notice the change. */
export function needsRestart(change: vscode.ConfigurationChangeEvent): boolean {
  return RESTART.some((name) => change.affectsConfiguration(`${SECTION}.${name}`));
}

function settings(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration(SECTION);
}
