import { type SQL, sql } from "drizzle-orm";
import type { ColumnBound } from "../encode/column_writer.ts";
import type { EncodedRows } from "../encode/row_encoder.ts";
import type { PlannedColumn } from "../encode/table_plan.ts";

/** The place of a row in the input, beside the columns of a source. */
export const ROW = sql.raw(`"strata_row"`);

/** Rows on their way into a table, where a statement can read them. */
export interface Source {
  /** The columns that the rows give. */
  readonly columns: readonly PlannedColumn[];
  /** A select of those columns by their names in SQL, and of `strata_row`. */
  readonly select: SQL;
  /** How many rows there are. */
  readonly count: number;
  /** What the rows hold in key columns, for conditions that the planner can use. */
  readonly bounds: ReadonlyMap<PlannedColumn, ColumnBound>;
}

/** Names as a list: `"a", "b"`, each behind an alias where one is given. */
export function names(columns: readonly PlannedColumn[], alias?: string): SQL {
  const prefix = alias === undefined ? "" : `${alias}.`;
  return sql.raw(columns.map(({ name }) => prefix + name).join(", "));
}

/** The rows of a batch, sent along as one array a column. */
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

/** A source without some of its rows, by their places in the input. */
export function withoutRows(source: Source, rows: readonly number[]): Source {
  const left = sql`select * from (${source.select}) whole
    where not ${ROW} = any(${`{${rows.join(",")}}`}::int8[])`;
  return { ...source, select: left, count: source.count - rows.length };
}

/** The condition that a stored row lies where rows of the source can be, literal for the planner. */
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
