/** How long to wait before a server that stopped by itself is started again, and when to give up. */

const FIRST_MS = 1_000;
const WINDOW_MS = 180_000;
const MOST = 5;

export class Backoff {
  private crashes: number[] = [];

  /** `now` in milliseconds. Milliseconds to wait, each time twice as long; undefined after too many crashes within three minutes. */
  crashed(now: number): number | undefined {
    this.crashes = [...this.crashes.filter((time) => now - time < WINDOW_MS), now];
    return this.crashes.length > MOST ? undefined : FIRST_MS * 2 ** (this.crashes.length - 1);
  }

  get count(): number {
    return this.crashes.length;
  }

  /** After a start that a person asked for. */
  forget(): void {
    this.crashes = [];
  }
}
