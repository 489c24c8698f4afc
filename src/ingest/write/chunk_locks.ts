import { sql } from "drizzle-orm";
import { sqlState } from "../../database/mod.ts";
import type { Source } from "../stage/source.ts";
import type { TablePlan } from "../encode/table_plan.ts";
import { type DrizzleTarget, run } from "../stage/write_target.ts";

/** A chunk may be merged into another one after being listed and before being locked. */
const ATTEMPTS = 5;

/**
 * Locks the chunks that sources go into for writing, oldest first, before any of them is read. A
 * job that compresses a chunk and merges it into the previous one holds the older chunk and waits
 * for the newer. A writer that reads both chunks (which locks them too) and then writes can
 * deadlock with it. Locking costs a catalog query, so only loads that have met this deadlock do it.
 */
export async function lockChunks(
  tx: DrizzleTarget,
  { time, relation }: TablePlan,
  sources: readonly Source[],
): Promise<void> {
  const ranges = sources.flatMap(({ bounds }) => {
    const bound = time === undefined ? undefined : bounds.get(time);
    return bound?.kind === "range" ? [bound] : [];
  });
  if (ranges.length === 0) return;
  const within = ranges.map(({ low, high }) =>
    sql`(range_end > ${low}::timestamptz and range_start <= ${high}::timestamptz)`
  );
  for (let attempt = 1;; attempt++) {
    const chunks = await run<{ name: string }>(
      tx,
      sql`select format('%I.%I', chunk_schema, chunk_name) as name
        from timescaledb_information.chunks
        where format('%I.%I', hypertable_schema, hypertable_name)::regclass = ${relation}::regclass
          and (${sql.join(within, sql` or `)})
        order by range_start`,
    );
    if (chunks.length === 0) return;
    const names = chunks.map(({ name }) => `only ${name}`).join(", ");
    try {
      await tx.transaction((savepoint) =>
        run(savepoint, sql.raw(`lock table ${names} in row exclusive mode`))
      );
      return;
    } catch (error) {
      if (sqlState(error) !== "42P01" || attempt === ATTEMPTS) throw error;
    }
  }
}
