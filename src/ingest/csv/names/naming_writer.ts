import { type SQL, sql } from "drizzle-orm";
import { ROW, type Source } from "../../stage/source.ts";
import { type DrizzleTarget, run } from "../../stage/write_target.ts";
import type { SourceWriter } from "../../write/load.ts";
import type { PlannedColumn } from "../../encode/table_plan.ts";
import { type CreatedName, createNames, type NamedRow } from "./create_names.ts";
import type { PendingNames } from "./pending_names.ts";

/** A writer that makes the names of its rows before it writes them. */
export interface NamingWriter extends SourceWriter {
  /** The series, sources and instruments that were made, once everything is written. */
  created(): readonly CreatedName[];
}

/**
 * Wraps a writer so that it makes the names its rows need in the transaction that writes the rows.
 * Rows that are not stored leave no names behind.
 */
export function namingWriter(writer: SourceWriter, pending: PendingNames): NamingWriter {
  let ids: ReadonlyMap<number, number> = new Map();
  const created = new Map<string, CreatedName>();
  const named = (source: Source) => withIds(source, ids);
  return {
    ...writer,
    async prepare(tx, sources) {
      const made = await createNames(tx, await neededBy(tx, sources, pending));
      ids = made.ids;
      for (const { isNew, ...one } of made.rows) {
        const name = `${one.table} ${one.name}`;
        if (isNew) created.set(name, one);
        // An attempt that was rolled back had made it; then another load did.
        else if (created.get(name)?.id !== one.id) created.delete(name);
      }
      await writer.prepare?.(tx, sources.map(named));
    },
    quickly: (tx, source) => writer.quickly(tx, named(source)),
    carefully: (tx, source) => writer.carefully(tx, named(source)),
    created: () => [...created.values()],
  };
}

/**
 * Returns the names that rows to be written need. A query finds them, because bounds may include
 * refused rows.
 */
async function neededBy(
  tx: DrizzleTarget,
  sources: readonly Source[],
  pending: PendingNames,
): Promise<readonly NamedRow[]> {
  const { used } = pending;
  if (used.length === 0) return [];
  const needed = new Set<number>();
  for (const source of sources) {
    const { select } = source;
    for (const { name } of standingIn(source)) {
      const found = await run<{ id: number }>(
        tx,
        sql`select distinct ${sql.raw(name)} as id from (${select}) s where ${sql.raw(name)} < 0`,
      );
      for (const { id } of found) needed.add(id);
    }
  }
  return used.filter(({ standIn }) => needed.has(standIn))
    .map((one) => ({ ...one, fields: pending.fields(one.standIn) }));
}

const idKeys: ReadonlySet<string> = new Set(["instrumentId", "seriesId", "sourceId"]);

/** Returns the id columns that may contain stand-ins. */
function standingIn({ columns, bounds }: Source): readonly PlannedColumn[] {
  return columns.filter((column) => {
    if (!idKeys.has(column.key)) return false;
    const bound = bounds.get(column);
    return bound?.kind !== "list" || bound.elements.values().some((one) => one.startsWith("-"));
  });
}

/** Returns the source with its stand-ins replaced by ids. */
function withIds(source: Source, ids: ReadonlyMap<number, number>): Source {
  const columns = standingIn(source);
  if (ids.size === 0 || columns.length === 0) return source;
  const alias = (column: PlannedColumn) => sql.raw(`n${columns.indexOf(column)}`);
  const fields = source.columns.map((column): SQL => {
    const name = sql.raw(column.name);
    if (columns.includes(column)) return sql`coalesce(${alias(column)}.id, s.${name}) as ${name}`;
    return column.key === "subject" ? sql`${subject(columns, alias)} as ${name}` : sql`s.${name}`;
  });
  const joins = columns.map((column) =>
    sql`left join unnest(${array(ids.keys())}::int4[], ${array(ids.values())}::int4[])
      as ${alias(column)}(stand_in, id) on ${alias(column)}.stand_in = s.${sql.raw(column.name)}`
  );
  const select = sql`select ${sql.join(fields, sql`, `)}, s.${ROW}
    from (${source.select}) s ${sql.join(joins, sql` `)}`;
  const bounds = new Map(source.bounds);
  for (const column of columns) {
    const bound = bounds.get(column);
    if (bound?.kind !== "list") continue;
    const elements = [...bound.elements].map((one) => String(ids.get(Number(one)) ?? one));
    bounds.set(column, { kind: "list", elements: new Set(elements) });
  }
  return { ...source, select, bounds };
}

/** The subject of a signal contains an id too. */
function subject(
  columns: readonly PlannedColumn[],
  alias: (column: PlannedColumn) => SQL,
): SQL {
  const cases = columns.map((column) => {
    const kind = column.key === "seriesId" ? "series:" : "instrument:";
    return sql`${kind}::text || ${alias(column)}.id`;
  });
  return sql`coalesce(${sql.join(cases, sql`, `)}, s.subject)`;
}

function array(values: Iterable<number>): string {
  return `{${[...values].join(",")}}`;
}
