/** The language status item: whether the server runs, what it found in the file that is looked at, and whether it is busy. */

import * as vscode from "vscode";

import { type Change, selector, type Server } from "./server";
import { type Counts, statusText } from "./statusText";

const SOURCE = "gradsight";

export class Status implements vscode.Disposable {
  private readonly item = vscode.languages.createLanguageStatusItem("gradsight.status", selector());
  private readonly subscriptions: vscode.Disposable[];
  private change: Change = { state: "starting", about: "" };
  private asked = 0;

  constructor(server: Server) {
    this.item.name = "gradsight";
    this.subscriptions = [
      this.item,
      server.onDidChange((change) => this.update(change)),
      server.onDidAsk((begins) => this.update(this.change, begins ? 1 : -1)),
      vscode.languages.onDidChangeDiagnostics(() => this.update(this.change)),
      vscode.window.onDidChangeActiveTextEditor(() => this.update(this.change)),
    ];
    this.update(this.change);
  }

  dispose(): void {
    this.subscriptions.forEach((subscription) => subscription.dispose());
  }

  private update(change: Change, more = 0): void {
    this.change = change;
    this.asked = change.state === "running" ? Math.max(this.asked + more, 0) : 0;
    const { text, detail, severity, busy } = statusText(change.state, counts(), change.about, this.asked > 0);
    this.item.text = text;
    this.item.detail = detail;
    this.item.busy = busy;
    this.item.severity =
      severity === "error" ? vscode.LanguageStatusSeverity.Error : vscode.LanguageStatusSeverity.Information;
    this.item.command =
      change.state === "running" || change.state === "starting"
        ? { command: "gradsight.showOutput", title: "Show Output" }
        : { command: "gradsight.restart", title: "Restart" };
  }
}

function counts(): Counts {
  const uri = vscode.window.activeTextEditor?.document.uri;
  const found = uri ? vscode.languages.getDiagnostics(uri).filter(({ source }) => source === SOURCE) : [];
  const errors = found.filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error).length;
  const warnings = found.filter(({ severity }) => severity === vscode.DiagnosticSeverity.Warning).length;
  return { errors, warnings, others: found.length - errors - warnings };
}
