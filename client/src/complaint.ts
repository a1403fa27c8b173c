/** What is said, and which buttons are offered, when the server cannot be started or kept running. Knows nothing of the editor. */

import type { Tried } from "./interpreter";
import { MINIMUM, type Problem } from "./probe";

export type Button = "Choose Interpreter" | "Use Bundled Libraries" | "Show Output" | "Restart";

export interface Complaint {
  readonly message: string;
  readonly buttons: readonly Button[];
}

export function noInterpreter(tried: readonly Tried[], strategy: string): Complaint {
  const reasons = tried.map(({ command, problem }) => `${command} ${describe(problem)}`).join("; ");
  const fromEnvironment = strategy === "fromEnvironment" && tried.some(({ problem }) => problem.kind === "missing");
  return {
    message: `gradsight needs Python ${MINIMUM.join(".")} or newer to run its server, and found none: ${reasons}.`,
    buttons: ["Choose Interpreter", ...(fromEnvironment ? (["Use Bundled Libraries"] as const) : []), "Show Output"],
  };
}

export function gaveUp(crashes: number): Complaint {
  return {
    message: `The gradsight server stopped ${crashes} times in a short time and is not started again.`,
    buttons: ["Restart", "Show Output"],
  };
}

export function notStarted(reason: string): Complaint {
  return { message: `The gradsight server did not start: ${reason}`, buttons: ["Restart", "Show Output"] };
}

function describe(problem: Problem): string {
  switch (problem.kind) {
    case "notStarted":
      return `could not be run (${problem.reason})`;
    case "tooOld":
      return `is Python ${problem.python}`;
    case "missing":
      return `is Python ${problem.python} and cannot import ${problem.module} (${problem.reason})`;
  }
}
