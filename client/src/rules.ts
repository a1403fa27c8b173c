/** "Explain Rule": the page of a rule, opened in the editor. The pages come from the server. */

import * as vscode from "vscode";

import type { Server } from "./server";

const SCHEME = "gradsight-rule";

interface Rule {
  readonly name: string;
  readonly code: string;
  readonly summary: string;
}

export class Rules implements vscode.TextDocumentContentProvider {
  constructor(private readonly server: Server) {}

  register(): vscode.Disposable {
    return vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const name = uri.path.replace(/^\/|\.md$/g, "");
    return (await this.server.ask<string>("gradsight.server.rulePage", name)) ?? `There is no page of ${name}: no server is running.`;
  }

  /** Opens the page of the rule; without a name asks which one, the ones found at the cursor first. */
  async explain(name?: unknown): Promise<void> {
    const rule = typeof name === "string" ? name : await this.choose();
    if (rule) {
      const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${rule}.md` });
      await vscode.commands.executeCommand("markdown.showPreview", uri);
    }
  }

  private async choose(): Promise<string | undefined> {
    const rules = await this.server.ask<Rule[]>("gradsight.server.rules");
    if (!rules) {
      void vscode.window.showWarningMessage("gradsight: no server is running, so its rules are not known.");
      return undefined;
    }
    const here = codesAtCursor();
    const first = [...rules].sort((a, b) => Number(here.has(b.code)) - Number(here.has(a.code)));
    const items = first.map(({ name, code, summary }) => ({
      label: name,
      description: here.has(code) ? `${code}, found here` : code,
      detail: summary,
    }));
    const chosen = await vscode.window.showQuickPick(items, { placeHolder: "Which rule?", matchOnDescription: true });
    return chosen?.label;
  }
}

function codesAtCursor(): Set<string> {
  const editor = vscode.window.activeTextEditor;
  const found = editor ? vscode.languages.getDiagnostics(editor.document.uri) : [];
  const here = found.filter(({ source, range }) => source === "gradsight" && editor && range.intersection(editor.selection));
  return new Set(here.map(({ code }) => String(typeof code === "object" ? code.value : code)));
}
