import { RowsError } from "../../ingest/mod.ts";
import type { DrizzleTarget } from "../../ingest/stage/write_target.ts";
import { inTransaction } from "../../ingest/write/transaction.ts";
import { moveCursor } from "../book/followed.ts";
import { SourceError } from "../source_error.ts";
import { noteLag } from "./note_fetch.ts";
import type { OpenFetch } from "./open_fetch.ts";

/** A page: how its rows are written, and where the cursor goes with them. */
export interface StoredPage<Result> {
  /** Writes the rows. */
  readonly write: (tx: DrizzleTarget) => Promise<Result>;
  /** Where the cursor is. */
  readonly from: string | undefined;
  /** Where it goes. */
  readonly to: string | undefined;
  /** When the values of the page were released, if its table has that. */
  readonly releases: readonly Date[];
  /** The days of the page. */
  readonly days: readonly string[];
}

/**
 * Stores a page and moves the cursor in one transaction.
 *
 * @throws {SourceError} If the tables refuse the rows, or another fetch has moved the cursor.
 */
export async function storePage<Result>(
  { drizzle, followed, context, isRepeatable, moves }: OpenFetch,
  { write, from, to, releases, days }: StoredPage<Result>,
): Promise<Result> {
  const work = async (tx: DrizzleTarget): Promise<Result> => {
    const result = await write(tx);
    const newestRelease = newest(releases);
    const newestObservation = newest(days);
    const moved = !moves ||
      await moveCursor(tx, followed, { from, to, newestRelease, newestObservation });
    if (!moved) throw overtaken(followed.source, followed.code);
    return result;
  };
  try {
    const result = await inTransaction(drizzle, work, { isRepeatable, signal: context.signal });
    if (moves) noteLag(followed.source, newest(releases), context.now);
    return result;
  } catch (error) {
    throw namedRefusal(error, followed.source, followed.code);
  }
}

/** Names the source and the series in an error of rows that the tables refuse; others stay. */
export function namedRefusal(error: unknown, source: string, series: string): unknown {
  if (!(error instanceof RowsError)) return error;
  const problems = error.problems.slice(0, 3).map(({ field, reason }) =>
    reason.startsWith(`${field}: `) ? reason : `${field}: ${reason}`
  );
  return new SourceError(
    `the source gave what cannot be stored (${
      problems.join("; ")
    }), nothing of that page is stored`,
    { source, series, code: "answer", cause: error },
  );
}

/** The largest of days or instants. */
function newest<Value extends Date | string>(values: readonly Value[]): Value | undefined {
  let largest: Value | undefined;
  for (const value of values) if (largest === undefined || value > largest) largest = value;
  return largest;
}

/** The error for a fetch whose cursor another one moved. */
function overtaken(source: string, series: string): SourceError {
  return new SourceError(
    "another fetch stored a part of it meanwhile, run this one again for the rest",
    { source, series, code: "busy" },
  );
}
