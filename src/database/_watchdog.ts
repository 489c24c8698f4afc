import { setTimeout } from "node:timers";

/**
 * Watches that the statements of one connection are answered in time, with one timer for all of
 * them: a timer a statement costs as much as a tenth of the statement. The connection answers one
 * statement after the other, so that each has the limit from when its turn came.
 */
export class Watchdog {
  readonly #limitMs: number;
  readonly #onLate: () => void;
  #pending = 0;
  #since = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOver: boolean;

  /** Creates a watchdog that calls back once a statement has no answer after the limit. */
  constructor(limitMs: number, onLate: () => void) {
    this.#limitMs = limitMs;
    this.#onLate = onLate;
    this.#isOver = limitMs === Infinity;
  }

  /** A statement was sent. */
  begin(): void {
    if (this.#pending++ === 0) this.#since = performance.now();
    if (!this.#isOver) this.#timer ??= this.#wait(this.#limitMs);
  }

  /** A statement was answered. */
  end(): void {
    this.#pending--;
    this.#since = performance.now();
  }

  /** Ends the watch, with the connection. */
  stop(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  #wait(ms: number): ReturnType<typeof setTimeout> {
    const timer = setTimeout(() => this.#look(), ms);
    // The socket of a statement that is under way keeps the program going, an idle connection does not.
    return timer.unref();
  }

  #look(): void {
    this.#timer = undefined;
    if (this.#pending === 0) return;
    const left = this.#since + this.#limitMs - performance.now();
    if (left <= 0) this.#onLate();
    else this.#timer = this.#wait(left);
  }
}
