import { type SQL, sql } from "drizzle-orm";
import type { ColumnBound } from "../encode/column_writer.ts";
import type { EncodedRows } from "../encode/row_encoder.ts";
import type { PlannedColumn } from "../encode/table_plan.ts";

/** The number of a row in the input, next to the columns of a source. */
export const ROW = sql.raw(`"strata_row"`);

/** Rows on their way into a table, readable by a statement. */
export interface Source {
  /** The columns that the rows give. */
  readonly columns: readonly PlannedColumn[];
  /** A select of those columns by SQL name, and of `strata_row`. */
  readonly select: SQL;
  /** How many rows there are. */
  readonly count: number;
  /** The values of the key columns, for conditions that the planner can use. */
  readonly bounds: ReadonlyMap<PlannedColumn, ColumnBound>;
}

/** Lists names: `"a", "b"`, each after an alias if one is given. */
export function names(columns: readonly PlannedColumn[], alias?: string): SQL {
  const prefix = alias === undefined ? "" : `${alias}.`;
  return sql.raw(columns.map(({ name }) => prefix + name).join(", "));
}

/** The rows of a batch, sent as one array per column. */
export function encodedSource(rows: EncodedRows): Source {
  const { columns, count, bounds } = rows;
  const arrays = columns.map(({ codec }, i) => {
    return sql`${rows.values[i]}::${sql.raw(codec.arrayType)}`;
  });
  const elements = columns.map(({ name, codec }) =>
    codec.cast === undefined ? name : `${name}::${codec.cast} as ${name}`
  );
  const select = sql`select ${sql.raw(elements.join(", "))}, ${ROW}
    from unnest(${sql.join([...arrays, sql`${rows.numbers}::int8[]`], sql`, `)})
      as u(${names(columns)}, ${ROW})`;
  return { columns, select, count, bounds };
}

/** Returns a source without some of its rows, given by their numbers. */
export function withoutRows(source: Source, rows: readonly number[]): Source {
  const left = sql`select * from (${source.select}) whole
    where not ${ROW} = any(${`{${rows.join(",")}}`}::int8[])`;
  return { ...source, select: left, count: source.count - rows.length };
}

/**
 * Builds the condition for where rows of the source can be stored, with literals for the planner.
 */
export function boundsOn(alias: string, source: Source): SQL {
  const conditions = [...source.bounds].map(([{ name, column, codec }, bound]) => {
    const field = sql.raw(`${alias}.${name}`);
    const type = sql.raw(codec.cast ?? column.getSQLType());
    return bound.kind === "list"
      ? sql`${field} = any(${`{${[...bound.elements].join(",")}}`}::${type}[])`
      : sql`${field} between ${bound.low}::${type} and ${bound.high}::${type}`;
  });
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}
