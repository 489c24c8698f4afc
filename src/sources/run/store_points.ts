import { insertRows, RowsError } from "../../ingest/mod.ts";
import type { DrizzleTarget } from "../../ingest/stage/write_target.ts";
import { inTransaction } from "../../ingest/write/transaction.ts";
import { curves } from "../../schema/mod.ts";
import { moveCursor } from "../book/followed.ts";
import type { CurveDescription, CurveSource } from "../source.ts";
import { guardPages } from "./guard_source.ts";
import type { OpenFetch } from "./open_fetch.ts";
import { newest, overtaken, unstorable } from "./store_vintages.ts";

/** Stores the points of a curve, each page in one transaction with its cursor. */
export async function storePoints(
  source: CurveSource,
  { curveId, curveType }: CurveDescription,
  fetch: OpenFetch,
): Promise<void> {
  const { drizzle, request, context, followed, tally, isRepeatable } = fetch;
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
    const work = async (tx: DrizzleTarget): Promise<number> => {
      // A corrected rate replaces the former one: curves keep no revisions.
      const result = await insertRows(tx, curves, rows, { onConflict: "replace" });
      const moved = !fetch.moves || await moveCursor(tx, followed, {
        from: cursor,
        to: page.cursor ?? cursor,
        newestRelease: undefined,
        newestObservation: newest(page.points.map(({ curveDate }) => curveDate)),
      });
      if (!moved) throw overtaken(source.name, followed.code);
      tally.changed += result.conflicting;
      return result.inserted;
    };
    try {
      tally.inserted += await inTransaction(drizzle, work, {
        isRepeatable,
        signal: context.signal,
      });
    } catch (error) {
      if (error instanceof RowsError) throw unstorable(error, source.name, followed.code);
      throw error;
    }
    tally.given += rows.length;
    cursor = page.cursor ?? cursor;
    await fetch.onPage();
  }
}
