import { sql } from "drizzle-orm";
import type { Source } from "../stage/source.ts";
import type { TablePlan } from "../encode/table_plan.ts";
import { type DrizzleTarget, run } from "../stage/write_target.ts";

/**
 * More series than this are locked together, because each lock takes a slot in the server's lock
 * table.
 */
const MOST_LOCKS = 1_000;

/**
 * Locks the series of sources until the transaction ends, in the same order for every writer. A
 * load of few series locks each of them and shares the table; a load of many locks the table for
 * itself.
 */
export async function lockSeries(
  tx: DrizzleTarget,
  plan: TablePlan,
  sources: readonly Source[],
): Promise<void> {
  const name = `strata vintages ${plan.relation}`;
  const ids = seriesOf(plan, sources);
  if (ids === undefined || ids.length > MOST_LOCKS) {
    await run(tx, sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
    return;
  }
  await run(tx, sql`select pg_advisory_xact_lock_shared(hashtextextended(${name}, 0))`);
  // A separate statement: the one that compares must see what was committed under the lock.
  await run(
    tx,
    sql`select pg_advisory_xact_lock(hashtext(${name}), id)
      from (select unnest(${`{${ids.join(",")}}`}::int4[]) as id) series`,
  );
}

/** The ids in ascending order; undefined if there are too many to be known. */
function seriesOf(plan: TablePlan, sources: readonly Source[]): readonly number[] | undefined {
  const [series] = plan.leading;
  const ids = new Set<number>();
  for (const { bounds } of sources) {
    const bound = series === undefined ? undefined : bounds.get(series);
    if (bound?.kind !== "list") return undefined;
    for (const id of bound.elements) ids.add(Number(id));
  }
  return [...ids].sort((a, b) => a - b);
}
