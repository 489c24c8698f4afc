/**
 * A signal that follows within this time is the same Ctrl-C, passed on by a shell; a person takes
 * longer to press it twice.
 */
const SAME_SIGNAL_MS = 150;

/**
 * Listens for SIGINT and SIGTERM until disposed: calls `first` once, then `again` for a later one.
 */
export function listenForSignals(
  first: (name: Deno.Signal) => void,
  again: () => void,
): Disposable {
  let since: number | undefined;
  const listeners = new Map<Deno.Signal, () => void>();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    // Windows has no SIGTERM.
    if (Deno.build.os === "windows" && name === "SIGTERM") continue;
    const listener = () => {
      if (since === undefined) {
        since = performance.now();
        return first(name);
      }
      // deno task, npx and the terminal may each deliver the same Ctrl-C.
      if (performance.now() - since >= SAME_SIGNAL_MS) again();
    };
    Deno.addSignalListener(name, listener);
    listeners.set(name, listener);
  }
  return {
    [Symbol.dispose]() {
      for (const [name, listener] of listeners) Deno.removeSignalListener(name, listener);
    },
  };
}
