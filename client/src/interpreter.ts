/** Which Pythons are tried, in which order, and what the first of them that serves is. Knows nothing of the editor. */

import { judge, type Outcome, type Probe, type Problem } from "./probe";

export interface Choice {
  /** The user's own setting; empty if there is none. */
  readonly setting: string;
  /** The one that the Python extension has selected. */
  readonly selected: string | undefined;
  readonly trusted: boolean;
  readonly platform: NodeJS.Platform;
}

export interface Interpreter {
  readonly command: string;
  readonly probe: Probe;
}

export interface Tried {
  readonly command: string;
  readonly problem: Problem;
}

export type Search = { readonly found: Interpreter; readonly tried: Tried[] } | { readonly found?: never; readonly tried: Tried[] };

/**
 * The setting alone if there is one: what the user names is never replaced by something else. What the Python extension
 * selected may lie in the workspace, so it is not started in one that is not trusted.
 */
export function candidates(choice: Choice): string[] {
  const setting = choice.setting.trim();
  if (setting) {
    return [setting];
  }
  const fallback = choice.platform === "win32" ? ["python", "py"] : ["python3", "python"];
  const selected = choice.trusted && choice.selected ? [choice.selected] : [];
  return [...new Set([...selected, ...fallback])];
}

/** Tries one after another with `probe` and ends at the first that serves. */
export async function search(commands: readonly string[], probe: (command: string) => Promise<Outcome>): Promise<Search> {
  const tried: Tried[] = [];
  for (const command of commands) {
    const verdict = judge(await probe(command));
    if ("probe" in verdict) {
      return { found: { command, probe: verdict.probe }, tried };
    }
    tried.push({ command, problem: verdict.problem });
  }
  return { tried };
}
