import { StrataError } from "../../base/errors.ts";
import { SourceError } from "../source_error.ts";

/** Who works, and what ends it. */
export interface Guarded {
  /** The source, by its name on the command line. */
  readonly source: string;
  /** The source's code of the series. */
  readonly series: string;
  /** Aborts when the fetch is to end. */
  readonly signal: AbortSignal;
}

/** How long a source may take to end by itself, once the fetch is to end. */
const GRACE_MS = 1_000;

/**
 * Lets a source work, and names it in whatever it throws, so that the other sources go on. Once the
 * signal aborts, a source that does not end by itself is abandoned: it may not listen.
 */
export async function guardSource<Result>(
  work: () => Result | Promise<Result>,
  guarded: Guarded,
): Promise<Result> {
  const { signal } = guarded;
  const abandoned = Promise.withResolvers<never>();
  let grace: ReturnType<typeof setTimeout> | undefined;
  const abort = () => {
    grace = setTimeout(() => abandoned.reject(signal.reason), GRACE_MS);
  };
  signal.throwIfAborted();
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([work(), abandoned.promise]);
  } catch (error) {
    throw named(error, guarded);
  } finally {
    signal.removeEventListener("abort", abort);
    clearTimeout(grace);
  }
}

/** Reads the pages of a source like {@linkcode guardSource}; what their reader throws stays. */
export async function* guardPages<Page>(
  pages: AsyncIterable<Page>,
  guarded: Guarded,
): AsyncGenerator<Page> {
  const iterator = pages[Symbol.asyncIterator]();
  let isAtPage = false;
  try {
    for (;;) {
      guarded.signal.throwIfAborted();
      isAtPage = false;
      const step = await guardSource(() => iterator.next(), guarded);
      if (step.done) return;
      isAtPage = true;
      yield step.value;
    }
  } finally {
    const finished = iterator.return?.();
    // One that was abandoned never answers, and one that failed has nothing to finish.
    if (isAtPage) await finished;
    else finished?.catch(() => {});
  }
}

function named(error: unknown, { source, series, signal }: Guarded): unknown {
  if (signal.aborted || error instanceof StrataError) return error;
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new SourceError(`the source's own code failed (${reason}), look at what it was answered`, {
    source,
    series,
    code: "answer",
    cause: error,
  });
}
