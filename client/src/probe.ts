/** Asks a Python what it is, and judges whether it can run the server. Knows nothing of the editor. */

import { execFile } from "node:child_process";

export const MINIMUM = [3, 10] as const;
const TIMEOUT_MS = 30_000;

export interface Probe {
  readonly python: readonly number[];
  readonly executable: string;
  readonly gradsight: string;
  readonly location: string;
}

export type Problem =
  | { readonly kind: "notStarted"; readonly reason: string }
  | { readonly kind: "tooOld"; readonly python: string }
  | { readonly kind: "missing"; readonly module: string; readonly python: string; readonly reason: string };

/** How the process ended: what it printed, and why it failed if it did. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly failure?: string;
}

/** Runs `launch.py STRATEGY probe` from a folder that is never the workspace: Python imports what lies where it starts. */
export function runProbe(command: string, launcher: string, strategy: string, folder: string): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(command, [launcher, strategy, "probe"], { cwd: folder, timeout: TIMEOUT_MS }, (error, stdout, stderr) => {
      const killed = error?.killed ? `no answer within ${TIMEOUT_MS / 1000} s` : undefined;
      resolve({ stdout, stderr, ...(error ? { failure: killed ?? error.message } : {}) });
    });
  });
}

export function judge(outcome: Outcome): { readonly probe: Probe } | { readonly problem: Problem } {
  const answer = parsed(outcome.stdout);
  if (!answer) {
    return { problem: { kind: "notStarted", reason: lastLine(outcome.stderr) || outcome.failure || "it printed nothing" } };
  }
  const python = answer.python.join(".");
  if (isTooOld(answer.python)) {
    return { problem: { kind: "tooOld", python } };
  }
  if (answer.gradsight === undefined) {
    return { problem: { kind: "missing", module: answer.missing ?? "gradsight", python, reason: answer.error ?? "" } };
  }
  return { probe: { python: answer.python, executable: answer.executable, gradsight: answer.gradsight, location: answer.location ?? "" } };
}

interface Answer {
  readonly python: number[];
  readonly executable: string;
  readonly gradsight?: string;
  readonly location?: string;
  readonly missing?: string;
  readonly error?: string;
}

/** The last line that is JSON: an interpreter's start-up files may print before it. */
function parsed(stdout: string): Answer | undefined {
  for (const line of stdout.trim().split("\n").reverse()) {
    try {
      const answer = JSON.parse(line) as Answer | null;
      if (answer && Array.isArray(answer.python)) {
        return answer;
      }
    } catch {
      continue;
    }
  }
  return undefined;
}

function isTooOld(python: readonly number[]): boolean {
  const [major = 0, minor = 0] = python;
  return major < MINIMUM[0] || (major === MINIMUM[0] && minor < MINIMUM[1]);
}

/** Names the exception where Python wrote a traceback. */
function lastLine(text: string): string {
  return text.trim().split("\n").at(-1)?.trim() ?? "";
}
