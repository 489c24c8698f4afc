import type {
  $Type,
  BuildColumns,
  ColumnBuilderBase,
  HasDefault,
  IsIdentity,
  IsPrimaryKey,
  NotNull as DrizzleNotNull,
  Writable,
} from "drizzle-orm";
import {
  date,
  type PgBigInt53BuilderInitial,
  type PgBooleanBuilderInitial,
  type PgDateStringBuilderInitial,
  type PgDoublePrecisionBuilderInitial,
  type PgIntegerBuilderInitial,
  type PgJsonbBuilderInitial,
  type PgNumericBuilderInitial,
  type PgSmallIntBuilderInitial,
  type PgTableWithColumns,
  type PgTextBuilderInitial,
  type PgTimestampBuilderInitial,
  timestamp,
} from "drizzle-orm/pg-core";

// Only this file names Drizzle's builder types, because Drizzle 1.0 renames them.

/**
 * A Drizzle table in schema `public`, from its SQL name and its column builders. As an annotation
 * it makes the compiler compare the declared columns with the built ones, and lets JSR read the
 * types without inference.
 */
export type Table<Name extends string, Columns extends Record<string, ColumnBuilderBase>> =
  PgTableWithColumns<{
    name: Name;
    schema: undefined;
    columns: BuildColumns<Name, Columns, "pg">;
    dialect: "pg";
  }>;

/** A column that refuses null. */
export type NotNull<Column extends ColumnBuilderBase> = DrizzleNotNull<Column>;
/** A column that refuses null, and that the database fills if an insert omits it. */
export type Defaulted<Column extends ColumnBuilderBase> = HasDefault<DrizzleNotNull<Column>>;
/** An integer key that only the database assigns (`generated always as identity`). */
export type IdentityColumn<Name extends string> = IsPrimaryKey<
  IsIdentity<PgIntegerBuilderInitial<Name>, "always">
>;

/** Free text. */
export type TextColumn<Name extends string> = PgTextBuilderInitial<Name, [string, ...string[]]>;
/** Text from a value list: a string union in TypeScript, plain text in the database. */
export type ChoiceColumn<Name extends string, List extends readonly string[]> =
  PgTextBuilderInitial<Name, Writable<List> & [string, ...string[]]>;
/** A double: printed values are stored and read back unchanged, so revisions compare exactly. */
export type NumberColumn<Name extends string> = PgDoublePrecisionBuilderInitial<Name>;
/** An exact decimal (`numeric`), a string in TypeScript. */
export type DecimalColumn<Name extends string> = PgNumericBuilderInitial<Name>;
/** A 32-bit integer. */
export type IntegerColumn<Name extends string> = PgIntegerBuilderInitial<Name>;
/** A 16-bit integer. */
export type SmallIntegerColumn<Name extends string> = PgSmallIntBuilderInitial<Name>;
/** A 64-bit integer in the database, a safe integer in TypeScript. */
export type CountColumn<Name extends string> = PgBigInt53BuilderInitial<Name>;
/** True or false. */
export type FlagColumn<Name extends string> = PgBooleanBuilderInitial<Name>;
/** A JSON object. */
export type DocumentColumn<Name extends string> = $Type<
  PgJsonbBuilderInitial<Name>,
  Record<string, unknown>
>;
/** An instant: `timestamptz` in the database, a `Date` in TypeScript (milliseconds). */
export type InstantColumn<Name extends string> = PgTimestampBuilderInitial<Name>;
/**
 * A calendar day: `date` in the database, `YYYY-MM-DD` in TypeScript, so that no time zone can
 * shift it.
 */
export type DayColumn<Name extends string> = PgDateStringBuilderInitial<Name>;

/**
 * Builds an instant column. Drizzle's types do not distinguish `timestamp` from `timestamptz`, so
 * this is the only builder.
 */
export function instant<Name extends string>(name: Name): InstantColumn<Name> {
  return timestamp(name, { withTimezone: true, mode: "date" });
}

/** Builds a calendar day. */
export function day<Name extends string>(name: Name): DayColumn<Name> {
  return date(name, { mode: "string" });
}
