import type { Queryable } from "../../base/sql/mod.ts";
import { isCold, type LedgerRange, readRanges } from "./ledger.ts";

/**
 * Lists the ranges whose rows stand in files alone, of one table or of all, in the order of time: what
 * a read of the table does not see.
 *
 * @param table The hypertable with its schema, such as `public.ohlcv`.
 */
export async function listArchived(
  source: Queryable,
  table?: string,
): Promise<readonly LedgerRange[]> {
  return (await readRanges(source, table)).filter(isCold);
}
