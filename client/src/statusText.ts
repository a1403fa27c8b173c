/** The words of the language status item. Knows nothing of the editor. */

export type ServerState = "starting" | "running" | "stopped" | "failed";

export interface Counts {
  readonly errors: number;
  readonly warnings: number;
  readonly others: number;
}

export interface StatusText {
  readonly text: string;
  readonly detail: string;
  readonly severity: "information" | "error";
  readonly busy: boolean;
}

export function statusText(state: ServerState, counts: Counts, about: string, analysing: boolean): StatusText {
  switch (state) {
    case "starting":
      return { text: "gradsight", detail: "starting", severity: "information", busy: true };
    case "stopped":
      return { text: "gradsight: stopped", detail: about, severity: "information", busy: false };
    case "failed":
      return { text: "gradsight: not running", detail: about, severity: "error", busy: false };
    case "running":
      return { text: `gradsight: ${found(counts)}`, detail: about, severity: "information", busy: analysing };
  }
}

function found(counts: Counts): string {
  const parts = [
    numbered(counts.errors, "error"),
    numbered(counts.warnings, "warning"),
    numbered(counts.others, "note"),
  ].filter((part) => part);
  return parts.join(", ") || "nothing found";
}

function numbered(count: number, word: string): string {
  return count ? `${count} ${word}${count === 1 ? "" : "s"}` : "";
}
