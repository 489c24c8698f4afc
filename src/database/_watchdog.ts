import { setTimeout } from "node:timers";

/**
 * Watches that the statements of a connection are answered in time, with one timer for all of them:
 * a timer per statement would add up to a tenth to its cost. A connection answers statements in
 * order, so each one's limit starts when its turn comes.
 */
export class Watchdog {
  readonly #limitMs: number;
  readonly #onLate: () => void;
  #pending = 0;
  #since = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOver: boolean;

  /** Creates a watchdog that calls back when a statement has exceeded the limit. */
  constructor(limitMs: number, onLate: () => void) {
    this.#limitMs = limitMs;
    this.#onLate = onLate;
    this.#isOver = limitMs === Infinity;
  }

  /** Notes that a statement was sent. */
  begin(): void {
    if (this.#pending++ === 0) this.#since = performance.now();
    if (!this.#isOver) this.#timer ??= this.#wait(this.#limitMs);
  }

  /** Notes that a statement was answered. */
  end(): void {
    this.#pending--;
    this.#since = performance.now();
  }

  /** Stops watching; called when the connection ends. */
  stop(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  #wait(ms: number): ReturnType<typeof setTimeout> {
    const timer = setTimeout(() => this.#look(), ms);
    // The socket of a running statement keeps the program alive; an idle connection must not.
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
