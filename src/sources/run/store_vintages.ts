import { appendVintages, RowsError } from "../../ingest/mod.ts";
import type { DrizzleTarget } from "../../ingest/stage/write_target.ts";
import { inTransaction } from "../../ingest/write/transaction.ts";
import { moveCursor } from "../book/followed.ts";
import type { SeriesSource, VintagePage } from "../source.ts";
import { SourceError } from "../source_error.ts";
import { guardPages } from "./guard_source.ts";
import type { OpenFetch } from "./open_fetch.ts";

/** Stores the vintages of a series, each page in one transaction with its cursor. */
export async function storeVintages(source: SeriesSource, fetch: OpenFetch): Promise<void> {
  const { request, context, tally } = fetch;
  let cursor = request.cursor;
  const guarded = { source: source.name, series: request.code, signal: context.signal };
  for await (const page of guardPages(source.vintages(request, context), guarded)) {
    tally.inserted += await storePage(source, page, { ...fetch, cursor });
    tally.given += page.vintages.length;
    cursor = page.cursor ?? cursor;
    await fetch.onPage();
  }
}

async function storePage(
  source: SeriesSource,
  page: VintagePage,
  { drizzle, followed, cursor, context, isRepeatable, moves }: OpenFetch & {
    readonly cursor: string | undefined;
  },
): Promise<number> {
  const { seriesId } = followed;
  if (seriesId === null) throw new TypeError(`Cannot store "${followed.code}": it is not a series`);
  const rows = page.vintages.map(({ kind, value, ...vintage }) => ({
    ...vintage,
    // A value's text is read by the column as it stands, so that none loses a digit unnoticed.
    value: value as number | null,
    seriesId,
    source: source.title,
    vintageKind: kind,
  }));
  const work = async (tx: DrizzleTarget): Promise<number> => {
    const { inserted } = await appendVintages(tx, rows);
    const moved = !moves || await moveCursor(tx, followed, {
      from: cursor,
      to: page.cursor ?? cursor,
      newestRelease: newest(page.vintages.map(({ releaseTime }) => releaseTime)),
      newestObservation: newest(page.vintages.map(({ observationDate }) => observationDate)),
    });
    if (!moved) throw overtaken(source.name, followed.code);
    return inserted;
  };
  try {
    return await inTransaction(drizzle, work, { isRepeatable, signal: context.signal });
  } catch (error) {
    if (error instanceof RowsError) throw unstorable(error, source.name, followed.code);
    throw error;
  }
}

/** The largest of days or instants. */
export function newest<Value extends Date | string>(values: readonly Value[]): Value | undefined {
  let largest: Value | undefined;
  for (const value of values) if (largest === undefined || value > largest) largest = value;
  return largest;
}

/** The error for a fetch whose cursor another one moved. */
export function overtaken(source: string, series: string): SourceError {
  return new SourceError(
    "another fetch stored a part of it meanwhile, run this one again for the rest",
    { source, series, code: "busy" },
  );
}

/** The error for values that the tables refuse. */
export function unstorable(cause: RowsError, source: string, series: string): SourceError {
  const problems = cause.problems.slice(0, 3).map(({ field, reason }) =>
    reason.startsWith(`${field}: `) ? reason : `${field}: ${reason}`
  );
  return new SourceError(
    `the source gave what cannot be stored (${
      problems.join("; ")
    }), nothing of that page is stored`,
    { source, series, code: "answer", cause },
  );
}
