/** Finds the Python to run the server with: the user's own setting, then that of the Python extension, then `python3`. */

import { execFile } from "node:child_process";
import { promisify } from "node:util";

import * as vscode from "vscode";

import { activeInterpreter } from "./pythonExtension";
import { chosenInterpreter } from "./settings";

const TIMEOUT_MS = 30_000;

export interface Interpreter {
  readonly command: string;
  /** What `gradsight version` printed. */
  readonly version: string;
}

/** No interpreter runs gradsight; the message says which were tried and what to do. */
export class NoInterpreter extends Error {}

/**
 * The first interpreter that runs gradsight. `folder` is where it is started: never the workspace, since
 * `python -m` imports what lies in the folder it is started in.
 */
export async function findInterpreter(folder: string): Promise<Interpreter> {
  const failures: string[] = [];
  for (const command of await candidates()) {
    try {
      return { command, version: await version(command, folder) };
    } catch (error) {
      failures.push(`${command}: ${reason(error)}`);
    }
  }
  const tried = failures.join("; ");
  throw new NoInterpreter(`No Python runs gradsight (${tried}). Install it there, or set gradsight.interpreter.`);
}

async function candidates(): Promise<string[]> {
  const chosen = chosenInterpreter();
  if (chosen) {
    return [chosen];
  }
  const fallback = process.platform === "win32" ? "python" : "python3";
  // The environment that the Python extension selected may lie in the workspace.
  const active = vscode.workspace.isTrusted ? await activeInterpreter() : undefined;
  return active ? [active, fallback] : [fallback];
}

async function version(command: string, folder: string): Promise<string> {
  const options = { cwd: folder, timeout: TIMEOUT_MS };
  const { stdout } = await promisify(execFile)(command, ["-m", "gradsight", "version"], options);
  return stdout.trim();
}

/** The last line of what Python wrote, which names the exception. */
function reason(error: unknown): string {
  const { stderr, message } = error as { stderr?: string; message?: string };
  return stderr?.trim().split("\n").at(-1) || message || String(error);
}
