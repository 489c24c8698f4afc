import { insertRows } from "../../ingest/mod.ts";
import { curves } from "../../schema/mod.ts";
import type { CurveDescription, CurveSource } from "../source.ts";
import { guardPages } from "./guard_source.ts";
import type { OpenFetch } from "./open_fetch.ts";
import { storePage } from "./store_page.ts";

/** Stores the points of a curve, each page in one transaction with its cursor. */
export async function storePoints(
  source: CurveSource,
  { curveId, curveType }: CurveDescription,
  fetch: OpenFetch,
): Promise<void> {
  const { request, context, tally } = fetch;
  let cursor = request.cursor;
  const guarded = { source: source.name, series: request.code, signal: context.signal };
  for await (const page of guardPages(source.points(request, context), guarded)) {
    const rows = page.points.map((point) => ({
      ...point,
      rate: point.rate as number,
      curveId,
      curveType,
      source: source.title,
    }));
    const { inserted, conflicting } = await storePage(fetch, {
      // A corrected rate replaces the former one: curves keep no revisions.
      write: (tx) => insertRows(tx, curves, rows, { onConflict: "replace" }),
      from: cursor,
      to: page.cursor ?? cursor,
      releases: [],
      days: page.points.map(({ curveDate }) => curveDate),
    });
    tally.inserted += inserted;
    tally.changed += conflicting;
    tally.given += rows.length;
    cursor = page.cursor ?? cursor;
    await fetch.onPage();
  }
}
