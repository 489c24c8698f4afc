import type { Queryable } from "../../base/sql/mod.ts";
import { quoteIdentifier } from "../../base/sql/mod.ts";
import { type Column, columnTypeOf } from "./column_type.ts";
import type { ColumnStatement } from "./read_columns.ts";

/**
 * Asks the server for the columns of a statement, without running it, and returns the statement as
 * {@linkcode readColumns} takes it: what has no type of its own there is cast to text, and `jsonb`
 * to `json`.
 */
export async function describeColumns(source: Queryable, text: string): Promise<ColumnStatement> {
  const result = await source.query(`select * from (${text}) answer limit 0`);
  // as: node-postgres and PGlite tell of the columns beside the rows.
  const { fields } = result as unknown as { readonly fields: readonly Field[] };
  const columns = fields.map(toColumn);
  const selected = fields.map(({ name, dataTypeID }) => {
    const quoted = quoteIdentifier(name);
    if (dataTypeID === JSONB) return `${quoted}::json`;
    return columnTypeOf(dataTypeID) === undefined ? `${quoted}::text` : quoted;
  });
  const isPlain = fields.every(({ dataTypeID }) =>
    dataTypeID !== JSONB && columnTypeOf(dataTypeID) !== undefined
  );
  return {
    columns,
    text: isPlain ? text : `select ${selected.join(", ")} from (${text}) answer`,
  };
}

interface Field {
  readonly name: string;
  readonly dataTypeID: number;
  readonly dataTypeModifier?: number;
}

const JSONB = 3802;

function toColumn({ name, dataTypeID, dataTypeModifier = -1 }: Field): Column {
  const type = columnTypeOf(dataTypeID) ?? "text";
  if (type !== "decimal" || dataTypeModifier < 4) return { name, type };
  // The two numbers of numeric(p, s), as numeric.c packs them; a scale may be negative.
  const packed = dataTypeModifier - 4;
  return { name, type, precision: packed >> 16 & 0xffff, scale: ((packed & 0x7ff) ^ 1024) - 1024 };
}
