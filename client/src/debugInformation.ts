/** What a report of a fault should say: of the editor, and of the server where one runs. */

import * as vscode from "vscode";
import { ExecuteCommandRequest } from "vscode-languageclient/node";

import type { Server } from "./server";

const COMMAND = "gradsight.server.debugInformation";

/** Opens the text as a document that can be copied. */
export async function showDebugInformation(server: Server): Promise<void> {
  const content = [
    `${vscode.env.appName} ${vscode.version}`,
    `workspace trusted: ${vscode.workspace.isTrusted}`,
    await ofServer(server),
  ].join("\n");
  const document = await vscode.workspace.openTextDocument({ content, language: "plaintext" });
  await vscode.window.showTextDocument(document);
}

async function ofServer(server: Server): Promise<string> {
  const client = server.running;
  if (!client) {
    return "no server is running";
  }
  return String(await client.sendRequest(ExecuteCommandRequest.type, { command: COMMAND, arguments: [] }));
}
