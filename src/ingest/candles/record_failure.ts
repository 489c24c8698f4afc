import { sql } from "drizzle-orm";
import { redact } from "../../base/logging/mod.ts";
import { backfillCheckpoints } from "../../schema/mod.ts";
import type { CandleSeries, TimeRange } from "./candle_series.ts";
import { lockRanges } from "./record_range.ts";
import { inTransaction } from "../write/transaction.ts";
import { drizzleOf, isTransaction, run, type WriteTarget } from "../stage/write_target.ts";

/** Records why a range could not be fetched; a range that is already stored is left unchanged. */
export async function recordFailure(
  target: WriteTarget,
  failure: CandleSeries & TimeRange & { readonly error: unknown },
): Promise<void> {
  const { exchange, symbol, timeframe, from, to, error } = failure;
  // A source's error may hold the API key of its request.
  const text = redact(error instanceof Error ? error.message : String(error));
  const reason = text.replaceAll("\0", "").toWellFormed().slice(0, 1_000);
  const drizzle = drizzleOf(target);
  await inTransaction(drizzle, async (tx) => {
    await lockRanges(tx, failure);
    await run(
      tx,
      sql`insert into ${backfillCheckpoints} as b
          (exchange, symbol, timeframe, range_start, range_end, status, error)
        values (${exchange}, ${symbol}, ${timeframe}, ${from.toISOString()}::timestamptz,
          ${to.toISOString()}::timestamptz, 'failed', ${reason})
        on conflict (exchange, symbol, timeframe, range_start) do update
          set range_end = excluded.range_end, status = 'failed', error = excluded.error
          where b.status <> 'done'`,
    );
  }, { isRepeatable: !isTransaction(drizzle) });
}
