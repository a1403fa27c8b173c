/** The list behind the code lens of a backward: which parameters a gradient reaches, and where it is lost for the others. */

import * as vscode from "vscode";

/** As the server puts it into the lens. Lines and columns are those of the protocol. */
export interface Parameter {
  readonly name: string;
  readonly reached: "yes" | "no" | "maybe";
  readonly reason: string;
  readonly location?: { readonly uri: string; readonly range: Range };
}

interface Range {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

const ICONS = { yes: "$(check)", no: "$(error)", maybe: "$(question)" } as const;

/** Shows the list, those without a gradient first; choosing one goes to where its gradient is lost or where it was made. */
export async function showBackward(title: string, parameters: readonly Parameter[]): Promise<void> {
  const order = { no: 0, maybe: 1, yes: 2 };
  const items = [...parameters]
    .sort((a, b) => order[a.reached] - order[b.reached])
    .map((parameter) => ({
      label: `${ICONS[parameter.reached]} ${parameter.name}`,
      description: parameter.reason,
      parameter,
    }));
  const chosen = await vscode.window.showQuickPick(items, { title, placeHolder: "Go to …", matchOnDescription: true });
  const location = chosen?.parameter.location;
  if (location) {
    await jump(location.uri, location.range);
  }
}

/** Opens the document beside nothing: in the editor that shows it already, if one does. */
export async function jump(uri: string, range: Range): Promise<void> {
  const target = vscode.Uri.parse(uri);
  const selection = new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character);
  const shown = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === target.toString());
  const viewColumn = shown?.viewColumn ?? vscode.ViewColumn.One;
  await vscode.window.showTextDocument(target, { selection, viewColumn });
}
