import type { PgColumn } from "drizzle-orm/pg-core";
import { z } from "zod";
import { exactNumber } from "../../base/number/mod.ts";
import { mistakenUnit } from "../../base/time/plausible_instant.ts";
import { isJsonObject } from "./_json.ts";
import { show } from "./_show.ts";

/**
 * Builds the schema for a column's values except null, with messages that begin with the field.
 *
 * @throws {TypeError} If the column's type is not known.
 */
export function columnSchema(field: string, column: PgColumn): z.ZodType {
  if (column.enumValues !== undefined && column.enumValues.length > 0) {
    return choice(field, column.enumValues);
  }
  const make = makers[column.columnType];
  if (make === undefined) {
    throw new TypeError(
      `Cannot validate the column "${column.name}": its type ${column.columnType} is not known, give it a schema of your own`,
    );
  }
  return make(field, column);
}

type Maker = (field: string, column: PgColumn) => z.ZodType;

const makers: Readonly<Record<string, Maker>> = {
  PgText: (field, column) => text(field, column.notNull),
  // drizzle-zod accepts doubles only up to 2^47, less than Japan's debt in yen
  PgDoublePrecision: double,
  PgNumeric: decimal,
  PgInteger: (field) => integer(field, 31),
  PgSmallInt: (field) => integer(field, 15),
  PgBigInt53: (field) => integer(field, 63),
  PgBoolean: (field) => z.boolean({ error: explain(field, "true or false") }),
  PgTimestamp: instant,
  PgDateString: (field) => z.iso.date({ error: explain(field, "a day, YYYY-MM-DD") }),
  // drizzle-zod's JSON accepts NaN inside an object, which then becomes null
  PgJsonb: document,
};

function choice(field: string, values: readonly string[]): z.ZodType {
  return z.enum([...values], { error: explain(field, `one of ${values.join(", ")}`) });
}

function text(field: string, notNull: boolean): z.ZodType {
  const error = explain(field, notNull ? "a text that is not empty" : "a text");
  const schema = z.string({ error }).refine((value) => !value.includes("\0"), {
    error: `${field}: got a NUL character, which PostgreSQL cannot store`,
  });
  return notNull ? schema.min(1, { error, abort: true }) : schema;
}

function decimal(field: string): z.ZodType {
  const error = explain(field, 'a decimal number as a text, "0.25"');
  return z.string({ error }).regex(/^[+-]?(\d+\.?\d*|\.\d+)$/, { error });
}

function double(field: string): z.ZodType {
  return number(explain(field, "a finite number that a double holds"));
}

/** A number, or a bigint or text that converts to a number without loss. */
function number(error: (issue: { input?: unknown }) => string): z.ZodType<number> {
  const text = z.union([z.bigint(), z.string()], { error });
  const exact = text.transform((value, context) => {
    const read = exactNumber(value);
    if (read !== undefined) return read;
    context.addIssue({ code: "custom", message: error({ input: value }) });
    return z.NEVER;
  });
  return z.union([z.number({ error }), exact], { error });
}

function integer(field: string, bits: number): z.ZodType {
  const max = Math.min(2 ** bits - 1, Number.MAX_SAFE_INTEGER);
  const min = Math.max(-(2 ** bits), Number.MIN_SAFE_INTEGER);
  const error = explain(field, `a whole number from ${min} to ${max}`);
  return number(error).refine((it) => Number.isInteger(it) && it >= min && it <= max, {
    error,
  });
}

function instant(field: string): z.ZodType {
  const error = explain(field, 'a Date, or a text with its zone, "2024-09-26T08:30:00-04:00"');
  const zoned = z.iso.datetime({ offset: true, error }).transform((value) => new Date(value));
  return z.union([z.date({ error }), zoned], { error }).superRefine((date, context) => {
    const mistaken = mistakenUnit(date.getTime());
    if (mistaken === undefined) return;
    context.addIssue({
      code: "custom",
      continue: false,
      message: `${field}: got ${show(date)}, which is likely ${mistaken}`,
    });
  });
}

function document(field: string): z.ZodType {
  return z.custom((value) => isJsonObject(value), {
    error: explain(field, "an object that JSON holds unchanged: no NaN, no Date, no undefined"),
  });
}

function explain(field: string, wanted: string): (issue: { input?: unknown }) => string {
  return (issue) =>
    issue.input === undefined
      ? `${field}: missing, expected ${wanted}`
      : `${field}: got ${show(issue.input)}, expected ${wanted}`;
}
