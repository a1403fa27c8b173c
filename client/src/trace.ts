/** The messages between editor and server in the output, as the setting `gradsight.trace.server` wants them. */

import * as vscode from "vscode";

/** The output with another level: the client's library traces where the level is Trace, which nobody sets by a setting. */
export function traced(output: vscode.LogOutputChannel, subscriptions: vscode.Disposable[]): vscode.LogOutputChannel {
  const level = () => (isOn() ? vscode.LogLevel.Trace : vscode.LogLevel.Info);
  const changed = new vscode.EventEmitter<vscode.LogLevel>();
  const onChange = (change: vscode.ConfigurationChangeEvent) =>
    change.affectsConfiguration("gradsight.trace") ? changed.fire(level()) : undefined;
  subscriptions.push(changed, vscode.workspace.onDidChangeConfiguration(onChange));
  return Object.create(output, {
    logLevel: { get: level },
    onDidChangeLogLevel: { value: changed.event },
    trace: { value: (message: string) => output.info(message) },
  }) as vscode.LogOutputChannel;
}

function isOn(): boolean {
  return vscode.workspace.getConfiguration("gradsight").get<string>("trace.server", "off") !== "off";
}
