/** A slot in which a request may be sent. */
export interface RequestSlot {
  /** How long to wait for it, in milliseconds. */
  readonly waitMs: number;
  /** How many more requests the source allows in the minute that ends with it. */
  readonly left: number;
}

/**
 * Keeps a source's limit of requests: it spaces them evenly, because a source that allows 120 a
 * minute may refuse the third in a second.
 */
export interface RequestLimiter {
  /** Reserves the next free slot. */
  reserve(source: string, ratePerMinute: number): Promise<RequestSlot>;
  /** Moves every later slot at least this far away, after the source asked for a pause. */
  pause(source: string, pauseMs: number): Promise<void>;
}

/** The time between two requests, in milliseconds; a hundredth more, for what a network shifts. */
export function spacingMs(ratePerMinute: number): number {
  return Math.ceil(60_600 / ratePerMinute);
}

/** A limiter of this process alone. */
export function localLimiter(): RequestLimiter {
  const taken = new Map<string, number[]>();
  const next = new Map<string, number>();
  return {
    reserve(source, ratePerMinute) {
      const now = Date.now();
      const at = Math.max(now, next.get(source) ?? 0);
      next.set(source, at + spacingMs(ratePerMinute));
      const recent = [...taken.get(source) ?? [], at].filter((one) => one > at - 60_000);
      taken.set(source, recent);
      return Promise.resolve({
        waitMs: at - now,
        left: Math.max(0, ratePerMinute - recent.length),
      });
    },
    pause(source, pauseMs) {
      next.set(source, Math.max(next.get(source) ?? 0, Date.now() + pauseMs));
      return Promise.resolve();
    },
  };
}
