import { ConnectionError, StrataError } from "../../src/base/errors.ts";
import { sqlState } from "../../src/database/mod.ts";
import { type Latency, latencyOf } from "./latency.ts";
import type { Sample } from "./sample.ts";

/** The kinds of calls whose latency is kept. */
export type CallKind = "read" | "write" | "redis" | "fetch";

/** What a call may cost under fault: every limit of the product together, and slack. */
const LONGEST_CALL_MS = 90_000;

/** A server undoes these by itself where statements get in each other's way. */
const EXPECTED_STATES = ["40001", "40P01", "55P03"];

const MOST_PROBLEMS = 100;

/** What a soak saw, in numbers: it does not grow with the time. */
export class SoakLog {
  /** What was seen every few seconds. */
  readonly samples: Sample[] = [];
  /** What was provoked, by fault. */
  readonly faults = new Map<string, number>();
  /** Typed errors of the product, by code. */
  readonly errors = new Map<string, number>();
  /** What broke a promise, the first of it. */
  readonly problems: string[] = [];
  /** How many problems there were. */
  problemCount = 0;
  /** What was done, by name. */
  readonly counts = new Map<string, number>();
  /** The longest call so far. */
  longestMs = 0;
  readonly #recent: Record<CallKind, number[]> = { read: [], write: [], redis: [], fetch: [] };
  #recentErrors = 0;

  /** Adds to a count of what was done. */
  count(name: string, more = 1): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + more);
  }

  /** Adds a fault that was provoked. */
  fault(name: string): void {
    this.faults.set(name, (this.faults.get(name) ?? 0) + 1);
  }

  /** Adds a broken promise. */
  problem(text: string): void {
    this.problemCount++;
    if (this.problems.length < MOST_PROBLEMS) this.problems.push(text);
  }

  /**
   * Makes a call: returns whether it was answered, with what. A typed error is counted, any other
   * and a call without an end are problems.
   */
  async call<T>(
    kind: CallKind,
    name: string,
    make: () => Promise<T>,
  ): Promise<{ readonly answer: T } | undefined> {
    const start = performance.now();
    const late = setTimeout(
      () => this.problem(`${name} has not ended after ${LONGEST_CALL_MS} ms`),
      LONGEST_CALL_MS,
    );
    try {
      const answer = await make();
      this.#recent[kind].push(performance.now() - start);
      this.count(`${name} calls`);
      return { answer };
    } catch (error) {
      this.#failed(name, error);
      return undefined;
    } finally {
      clearTimeout(late);
      this.longestMs = Math.max(this.longestMs, performance.now() - start);
    }
  }

  /** Takes the latencies and errors since the last time. */
  takeRecent(): { readonly reads: Latency; readonly writes: Latency; readonly errors: number } {
    const recent = {
      reads: latencyOf(this.#recent.read),
      writes: latencyOf(this.#recent.write),
      errors: this.#recentErrors,
    };
    for (const durations of Object.values(this.#recent)) durations.length = 0;
    this.#recentErrors = 0;
    return recent;
  }

  /** Tells in a line how far it is. */
  line(): string {
    const { seconds = 0, rss = 0 } = this.samples.at(-1) ?? {};
    const faults = [...this.faults.values()].reduce((sum, count) => sum + count, 0);
    const rows = this.counts.get("rows acknowledged") ?? 0;
    return `${(seconds / 60).toFixed(1)} min: ${faults} faults, ${rows} rows acknowledged, ` +
      `${this.problemCount} problems, ${Math.round(rss)} MiB`;
  }

  #failed(name: string, error: unknown): void {
    const code = error instanceof ConnectionError ? error.code : sqlState(error);
    const isExpected = error instanceof StrataError || EXPECTED_STATES.includes(code ?? "");
    const kind = error instanceof Error ? error.name : typeof error;
    const key = `${name}: ${kind}${code === undefined ? "" : ` ${code}`}`;
    this.errors.set(key, (this.errors.get(key) ?? 0) + 1);
    this.#recentErrors++;
    if (!isExpected) this.problem(`${name} failed with an untyped error: ${Deno.inspect(error)}`);
  }
}
