import type { PgColumn } from "drizzle-orm/pg-core";
import type { z } from "zod";
import type { ColumnCodec } from "./column_writer.ts";
import { booleanCodec, floatCodec, integerCodec } from "./number_columns.ts";
import { castCodec, decimalCodec, textCodec } from "./text_columns.ts";
import { dayCodec, instantCodec } from "./time_columns.ts";

/**
 * Finds how a column's values are sent. The common types have their own check, which accepts the
 * same values as the column's schema in a twentieth of the time. JSON is checked by the schema, and
 * other types by the server.
 */
export function columnCodec(column: PgColumn, schema: z.ZodType | undefined): ColumnCodec {
  const make = codecs[column.columnType];
  if (make !== undefined) return make(column);
  const type = column.getSQLType();
  if (column.dataType === "json") {
    return castCodec(type, "what JSON and PostgreSQL hold unchanged", (value) => {
      return schema === undefined || schema.safeParse(value).success ? jsonText(value) : undefined;
    });
  }
  const codec = castCodec(type, `a value of the type ${type}`, (value) => {
    const sent: unknown = column.mapToDriverValue(value);
    return ["string", "number", "bigint", "boolean"].includes(typeof sent)
      ? String(sent)
      : undefined;
  });
  return { ...codec, isLoose: true };
}

const codecs: Readonly<Record<string, (column: PgColumn) => ColumnCodec>> = {
  PgSmallInt: () => integerCodec(16),
  PgInteger: () => integerCodec(32),
  PgBigInt53: () => integerCodec(64),
  PgDoublePrecision: () => floatCodec(64),
  PgReal: () => floatCodec(32),
  PgBoolean: () => booleanCodec,
  PgText: textCodec,
  PgVarchar: textCodec,
  PgChar: textCodec,
  PgEnumColumn: textCodec,
  PgNumeric: decimalCodec,
  PgNumericNumber: decimalCodec,
  PgNumericBigInt: decimalCodec,
  PgDateString: () => dayCodec,
  PgTimestamp: (column) => instantCodec(column.getSQLType().endsWith("with time zone")),
};

/** JSON as text; jsonb accepts neither an escaped NUL nor half of a surrogate pair. */
function jsonText(value: unknown): string | undefined {
  const text = JSON.stringify(value);
  return /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/i.test(text ?? "") ? undefined : text;
}
