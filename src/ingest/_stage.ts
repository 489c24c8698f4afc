import { type SQL, sql } from "drizzle-orm";
import { quoteIdentifier } from "../sql/mod.ts";
import type { ColumnBound } from "./_column_writer.ts";
import { names, ROW, type Source } from "./_source.ts";
import { relation } from "./_statements.ts";
import type { PlannedColumn, TablePlan } from "./_table_plan.ts";
import { type DrizzleTarget, run } from "./write_target.ts";

/**
 * A temporary table in which the rows of a long load are gathered, so that a source may be slow and a
 * row bad without a lock held or a row written. Filled by unnest of binary arrays: 1.2 µs of the
 * server's time a row, where COPY into the same table takes 1.6.
 */
export interface Stage {
  /** Makes the statement that adds the rows of a source, which give the columns of a shape. */
  addStatement(source: Source, shape: number): SQL;
  /**
   * Gives the rows in parts, each a stretch of time, which touches few chunks and is the same order
   * for every writer.
   */
  slices(tx: DrizzleTarget): Promise<Source[]>;
  /** Drops the table before the transaction ends. */
  drop(tx: DrizzleTarget): Promise<void>;
}

/** Creates a stage for rows of a table, in a transaction. */
export async function openStage(
  tx: DrizzleTarget,
  plan: TablePlan,
  options: { readonly sliceRows: number },
): Promise<Stage> {
  const name = quoteIdentifier(`strata_stage_${crypto.randomUUID().slice(0, 8)}`);
  const table = sql.raw(`pg_temp.${name}`);
  const shapes = new Map<number, readonly PlannedColumn[]>();
  await run(
    tx,
    sql`create temporary table ${sql.raw(name)} on commit drop as
      select ${names(plan.columns)}, 0::int8 as ${ROW}, 0 as strata_shape
      from ${relation(plan)} with no data`,
  );
  return {
    addStatement(source, shape) {
      shapes.set(shape, source.columns);
      return sql`insert into ${table} (${names(source.columns)}, ${ROW}, strata_shape)
        select ${names(source.columns)}, ${ROW}, ${shape}::int from (${source.select}) s`;
    },
    async slices(tx) {
      const cut = plan.time?.name ?? `"strata_row"`;
      await run(tx, sql`create index on ${table} (strata_shape, ${sql.raw(cut)})`);
      await run(tx, sql`analyze ${table}`);
      const slices: Source[] = [];
      for (const [shape, columns] of shapes) {
        const part = { table, cut: sql.raw(cut), shape };
        const bounds = await leadingBounds(tx, plan, part);
        for (const stretch of await stretches(tx, part, options.sliceRows)) {
          slices.push(sliceOf(plan, { ...part, columns, bounds, stretch }));
        }
      }
      return slices;
    },
    async drop(tx) {
      await run(tx, sql`drop table ${table}`);
    },
  };
}

interface Part {
  readonly table: SQL;
  /** The column by which the rows are cut. */
  readonly cut: SQL;
  readonly shape: number;
}

interface Stretch {
  readonly low: string;
  readonly high: string;
  readonly count: number;
}

/** Cuts the rows where the time changes: all rows of one time stay together. */
async function stretches(
  tx: DrizzleTarget,
  { table, cut, shape }: Part,
  sliceRows: number,
): Promise<readonly Stretch[]> {
  return await run<Stretch>(
    tx,
    sql`select min(cut)::text as low, max(cut)::text as high, count(*)::int as count
      from (
        select ${cut} as cut, (rank() over (order by ${cut}) - 1) / ${sliceRows}::int8 as slice
        from ${table} where strata_shape = ${shape}::int
      ) ranked
      group by slice order by slice`,
  );
}

async function leadingBounds(
  tx: DrizzleTarget,
  plan: TablePlan,
  { table, shape }: Part,
): Promise<ReadonlyMap<PlannedColumn, ColumnBound>> {
  const bounds = new Map<PlannedColumn, ColumnBound>();
  for (const planned of plan.leading) {
    const name = sql.raw(planned.name);
    const [found] = await run<{ values: string | null }>(
      tx,
      sql`select case when count(*) <= 5000 then array_agg(value)::text end as values
        from (select distinct ${name} as value from ${table}
          where strata_shape = ${shape}::int limit 5001) distinct_values`,
    );
    if (typeof found?.values === "string") {
      bounds.set(planned, { kind: "list", values: found.values });
    }
  }
  return bounds;
}

function sliceOf(
  plan: TablePlan,
  part: Part & {
    readonly columns: readonly PlannedColumn[];
    readonly bounds: ReadonlyMap<PlannedColumn, ColumnBound>;
    readonly stretch: Stretch;
  },
): Source {
  const { table, cut, shape, columns, stretch: { low, high, count } } = part;
  const type = sql.raw(plan.time?.column.getSQLType() ?? "int8");
  const bounds = new Map(part.bounds);
  if (plan.time !== undefined) bounds.set(plan.time, { kind: "range", low, high });
  const select = sql`select ${names(columns)}, ${ROW} from ${table}
    where strata_shape = ${shape}::int and ${cut} between ${low}::${type} and ${high}::${type}`;
  return { columns, select, count, bounds };
}
