/**
 * Settles as `work` does, or rejects with `expired()` after `timeoutMs`. The work goes on: the
 * caller must stop it.
 */
export async function withDeadline<T>(
  work: PromiseLike<T>,
  timeoutMs: number,
  expired: () => Error,
): Promise<T> {
  const limit = Promise.withResolvers<never>();
  const timer = setTimeout(() => limit.reject(expired()), timeoutMs);
  try {
    return await Promise.race([work, limit.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Runs work with a signal that aborts after `timeoutMs`, or when an outer signal does. Unlike
 * `AbortSignal.timeout`, it leaves no timer behind.
 */
export async function withTimeoutSignal<T>(
  work: (signal: AbortSignal) => Promise<T>,
  options: { readonly timeoutMs: number; readonly signal?: AbortSignal },
): Promise<T> {
  const { timeoutMs, signal: outer } = options;
  const limit = new AbortController();
  const abort = (): void => limit.abort(outer?.reason);
  const timer = setTimeout(() => {
    limit.abort(new DOMException(`no answer within ${timeoutMs} ms`, "TimeoutError"));
  }, timeoutMs);
  outer?.addEventListener("abort", abort, { once: true });
  try {
    outer?.throwIfAborted();
    return await work(limit.signal);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener("abort", abort);
  }
}
