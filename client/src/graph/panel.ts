/** The side panel with the gradient's way of the value under the cursor. A click in it goes to the source. */

import { randomBytes } from "node:crypto";

import * as vscode from "vscode";

import { jump } from "../backwards";
import type { Server } from "../server";
import type { Graph } from "./data";
import { page } from "./page";

/** Where the graph is wanted, as the server writes it into a hover's link. */
interface At {
  readonly uri: string;
  readonly position: { readonly line: number; readonly character: number };
}

export class GraphPanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private graph: Graph | undefined;

  constructor(
    private readonly server: Server,
    private readonly extension: vscode.Uri,
  ) {}

  dispose(): void {
    this.panel?.dispose();
  }

  /** Draws the graph at the place that a hover names, else at the cursor. */
  async show(at?: unknown): Promise<void> {
    const { uri, position } = isPlace(at) ? at : (atCursor() ?? { uri: "", position: undefined });
    if (!position) {
      void vscode.window.showInformationMessage("gradsight: open a Python file and put the cursor on a tensor.");
      return;
    }
    this.graph = (await this.server.ask<Graph | null>("gradsight.server.graph", uri, position)) ?? undefined;
    const panel = (this.panel ??= this.open());
    panel.webview.html = page(this.graph, this.resources(panel.webview));
    panel.reveal(undefined, true);
  }

  private open(): vscode.WebviewPanel {
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const options = { enableScripts: true, localResourceRoots: [this.folder("dist"), this.folder("client", "media")] };
    const panel = vscode.window.createWebviewPanel("gradsight.graph", "Gradient graph", column, options);
    panel.onDidDispose(() => (this.panel = undefined));
    panel.webview.onDidReceiveMessage(({ id }: { id?: string }) => this.jump(id));
    return panel;
  }

  private async jump(id: string | undefined): Promise<void> {
    const location = this.graph?.nodes.find((node) => node.id === id)?.location;
    if (location) {
      await jump(location.uri, location.range);
    }
  }

  private resources(webview: vscode.Webview) {
    return {
      source: webview.cspSource,
      script: String(webview.asWebviewUri(this.folder("dist", "graph.js"))),
      style: String(webview.asWebviewUri(this.folder("client", "media", "graph.css"))),
      nonce: randomBytes(16).toString("hex"),
    };
  }

  private folder(...parts: string[]): vscode.Uri {
    return vscode.Uri.joinPath(this.extension, ...parts);
  }
}

function isPlace(value: unknown): value is At {
  const at = value as Partial<At> | undefined;
  return typeof at?.uri === "string" && typeof at.position?.line === "number";
}

function atCursor(): At | undefined {
  const editor = vscode.window.activeTextEditor;
  return editor && { uri: editor.document.uri.toString(), position: editor.selection.active };
}
