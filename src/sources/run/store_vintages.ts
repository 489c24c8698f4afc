import { appendVintages } from "../../ingest/mod.ts";
import type { SeriesSource } from "../source.ts";
import { guardPages } from "./guard_source.ts";
import type { OpenFetch } from "./open_fetch.ts";
import { storePage } from "./store_page.ts";

/** Stores the vintages of a series, each page in one transaction with its cursor. */
export async function storeVintages(source: SeriesSource, fetch: OpenFetch): Promise<void> {
  const { request, context, tally, followed: { code, seriesId } } = fetch;
  if (seriesId === null) throw new TypeError(`Cannot store "${code}": it is not a series`);
  let cursor = request.cursor;
  const guarded = { source: source.name, series: request.code, signal: context.signal };
  for await (const page of guardPages(source.vintages(request, context), guarded)) {
    const rows = page.vintages.map(({ kind, value, ...vintage }) => ({
      ...vintage,
      // A value's text is read by the column as it stands, so that none loses a digit unnoticed.
      value: value as number | null,
      seriesId,
      source: source.title,
      vintageKind: kind,
    }));
    const { inserted } = await storePage(fetch, {
      write: (tx) => appendVintages(tx, rows),
      from: cursor,
      to: page.cursor ?? cursor,
      releases: page.vintages.map(({ releaseTime }) => releaseTime),
      days: page.vintages.map(({ observationDate }) => observationDate),
    });
    tally.inserted += inserted;
    tally.given += rows.length;
    cursor = page.cursor ?? cursor;
    await fetch.onPage();
  }
}
