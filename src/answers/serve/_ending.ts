import type { ApiLimits } from "./api_options.ts";

/** What ends an answer early, and what is done at its end. */
export interface Ending {
  /** Aborts when the client hangs up, time is over, or the server ends. */
  readonly signal: AbortSignal;
  /** Adds what is done at the end. */
  onEnd(run: () => void): void;
  /** Ends the answer, early if there is a reason. Idempotent. */
  end(reason?: unknown): void;
}

/** Opens the ending of an answer, and starts its time. */
export function openEnding(
  request: Request,
  { limits, signal }: { readonly limits: ApiLimits; readonly signal: AbortSignal },
): Ending {
  const controller = new AbortController();
  const atEnd: (() => void)[] = [];
  const follow = (from: AbortSignal) => {
    const abort = () => controller.abort(from.reason);
    if (from.aborted) abort();
    from.addEventListener("abort", abort);
    atEnd.push(() => from.removeEventListener("abort", abort));
  };
  const timer = setTimeout(() => {
    controller.abort(new DOMException("the answer took too long", "TimeoutError"));
  }, limits.timeoutMs);
  atEnd.push(() => clearTimeout(timer));
  follow(request.signal);
  follow(signal);
  return {
    signal: controller.signal,
    onEnd: (run) => atEnd.push(run),
    end(reason) {
      if (reason !== undefined) controller.abort(reason);
      for (const run of atEnd.splice(0)) run();
    },
  };
}
