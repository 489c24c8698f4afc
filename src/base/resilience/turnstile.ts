/** Why a caller was refused. */
export type Refusal = "full" | "timeout" | "closed";

/** Options of {@linkcode Turnstile}. */
export interface TurnstileOptions {
  /** How many may be inside at once. */
  readonly slots: number;
  /** How many may wait; further callers are refused at once. */
  readonly maxWaiting: number;
  /** Creates the error for a refusal. */
  readonly refuse: (why: Refusal) => Error;
}

/** Options of {@linkcode Turnstile.enter}. */
export interface EnterOptions {
  /** The longest wait, in milliseconds. */
  readonly timeoutMs: number;
  /** Ends the wait, with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Admits a fixed number of holders at once, first come first served, with a bounded queue of
 * waiters that each wait for a limited time.
 */
export class Turnstile {
  readonly #options: TurnstileOptions;
  readonly #waiting = new Set<Waiter>();
  #inside = 0;
  #closed = false;
  #emptied: (() => void)[] = [];

  /** Creates a turnstile with all slots free. */
  constructor(options: TurnstileOptions) {
    this.#options = options;
  }

  /** How many hold a slot. */
  get inside(): number {
    return this.#inside;
  }

  /** How many wait for a slot. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /** Takes a slot if one is free, and tells whether it did. */
  tryEnter(): boolean {
    if (this.#closed || this.#inside >= this.#options.slots) return false;
    this.#inside++;
    return true;
  }

  /** Takes a slot, or waits for one; {@linkcode Turnstile.leave} gives it back. */
  async enter(options: EnterOptions): Promise<void> {
    options.signal?.throwIfAborted();
    if (this.#closed) throw this.#options.refuse("closed");
    if (this.tryEnter()) return;
    if (this.#waiting.size >= this.#options.maxWaiting) throw this.#options.refuse("full");
    await this.#wait(options);
  }

  /** Gives a slot back; the first waiter gets it. */
  leave(): void {
    const [next] = this.#waiting;
    if (next !== undefined) {
      this.#waiting.delete(next);
      next.admit();
      return;
    }
    this.#inside--;
    if (this.#inside > 0) return;
    for (const emptied of this.#emptied.splice(0)) emptied();
  }

  /** Refuses all waiters and new callers; those inside stay until they leave. */
  close(): void {
    this.#closed = true;
    for (const waiter of this.#waiting) waiter.refuse(this.#options.refuse("closed"));
    this.#waiting.clear();
  }

  /** Resolves once nobody is inside. */
  async empty(): Promise<void> {
    if (this.#inside === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#emptied.push(resolve);
    await promise;
  }

  async #wait({ timeoutMs, signal }: EnterOptions): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiter: Waiter = { admit: resolve, refuse: reject };
    const giveUp = (error: unknown) => {
      this.#waiting.delete(waiter);
      reject(error);
    };
    const timer = setTimeout(() => giveUp(this.#options.refuse("timeout")), timeoutMs);
    const onAbort = () => giveUp(signal?.reason);
    signal?.addEventListener("abort", onAbort, { once: true });
    this.#waiting.add(waiter);
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    }
  }
}

interface Waiter {
  readonly admit: () => void;
  readonly refuse: (error: unknown) => void;
}
