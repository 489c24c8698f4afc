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

/** Lets a source work, and names it in whatever it throws, so that the other sources go on. */
export async function guardSource<Result>(
  work: () => Result | Promise<Result>,
  guarded: Guarded,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw named(error, guarded);
  }
}

/** Reads the pages of a source like {@linkcode guardSource}; what their reader throws stays. */
export async function* guardPages<Page>(
  pages: AsyncIterable<Page>,
  guarded: Guarded,
): AsyncGenerator<Page> {
  try {
    yield* pages;
  } catch (error) {
    throw named(error, guarded);
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
