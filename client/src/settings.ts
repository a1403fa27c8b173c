/** The settings that the client itself reads. The server asks for its own. */

import * as vscode from "vscode";

const SECTION = "gradsight";
const RESTART = ["interpreter", "logLevel"];

/** The interpreter that the user chose; undefined if there is none. VS Code leaves out what a workspace that is not trusted says. */
export function chosenInterpreter(): string | undefined {
  return vscode.workspace.getConfiguration(SECTION).get<string>("interpreter")?.trim() || undefined;
}

/** The level of the server's log, as Python writes it. */
export function logLevel(): string {
  return vscode.workspace.getConfiguration(SECTION).get<string>("logLevel", "warning").toUpperCase();
}

/** Whether the server has to be started anew to notice the change. */
export function needsRestart(change: vscode.ConfigurationChangeEvent): boolean {
  return RESTART.some((name) => change.affectsConfiguration(`${SECTION}.${name}`));
}
