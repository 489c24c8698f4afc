/** What went wrong outside the task's own promise. */
export interface Strays extends Disposable {
  /** The first error that nobody caught. */
  readonly first: unknown;
}

/**
 * Catches unhandled errors, and an end of the process before the task's own end: code that calls
 * `Deno.exit(0)`, or that waits for something that never happens, must not look like success.
 */
export function watchForStrays(onError: () => void, onEarlyEnd: () => void): Strays {
  let first: unknown;
  const stop = new AbortController();
  const options = { signal: stop.signal };
  const keep = (error: unknown) => {
    first ??= error ?? new Error("an error without a value");
    onError();
  };
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    keep(event.reason);
  }, options);
  globalThis.addEventListener("error", (event) => {
    event.preventDefault();
    keep(event.error);
  }, options);
  globalThis.addEventListener("unload", onEarlyEnd, options);
  return {
    get first() {
      return first;
    },
    [Symbol.dispose]: () => stop.abort(),
  };
}
