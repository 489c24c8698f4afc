/** What was read last, and what went wrong since. */
export interface Reading<T> {
  /** The last good state; null where there was none yet. */
  readonly value: T | null;
  /** When it was read. */
  readonly readAt: Date | null;
  /** How long that took, in milliseconds. */
  readonly ms: number | null;
  /** Why the last try failed, in words for people; null if it did not. */
  readonly trouble: string | null;
}

/** A read whose result is kept for a while. */
export interface Kept<T> {
  /** Reads again where what is kept is too old; several callers share one read. */
  read(): Promise<Reading<T>>;
  /** True while it reads. */
  readonly isReading: boolean;
  /** What is kept, however old. */
  readonly last: Reading<T>;
}

/** Options of {@linkcode keep}. */
export interface KeepOptions {
  /** How long a result or a failure is kept, in milliseconds. */
  readonly freshMs: number;
  /** Writes a failure for people. */
  readonly explain: (error: unknown) => string;
}

/** Keeps the result of a read: after a failure the last good one stays, with its age. */
export function keep<T>(read: () => Promise<T>, { freshMs, explain }: KeepOptions): Kept<T> {
  let last: Reading<T> = { value: null, readAt: null, ms: null, trouble: null };
  let triedAt = -Infinity;
  let running: Promise<Reading<T>> | undefined;
  const run = async (): Promise<Reading<T>> => {
    const started = performance.now();
    try {
      const value = await read();
      const ms = performance.now() - started;
      last = { value, readAt: new Date(), ms, trouble: null };
    } catch (error) {
      last = { ...last, trouble: explain(error) };
    } finally {
      triedAt = performance.now();
      running = undefined;
    }
    return last;
  };
  return {
    read: () => {
      if (running !== undefined) return running;
      if (performance.now() - triedAt < freshMs) return Promise.resolve(last);
      running = run();
      return running;
    },
    get isReading() {
      return running !== undefined;
    },
    get last() {
      return last;
    },
  };
}

/** Reads, but returns the last state where that takes longer; the read goes on. */
export async function within<T>(kept: Kept<T>, patienceMs: number): Promise<Reading<T>> {
  const { promise, resolve } = Promise.withResolvers<Reading<T>>();
  const timer = setTimeout(() => resolve(kept.last), patienceMs);
  try {
    return await Promise.race([kept.read(), promise]);
  } finally {
    clearTimeout(timer);
  }
}
