import { getTableConfig } from "drizzle-orm/pg-core";
import { ConfigError } from "../../base/errors.ts";
import { quoteIdentifier } from "../../base/sql/mod.ts";
import { type Hypertable, intervalMicroseconds, parseInterval } from "../../timescale/mod.ts";
import type { Period } from "./period.ts";

/** A hypertable as the archive sees it. */
export interface ArchivedTable {
  /** Its name with its schema, as the ledger has it. */
  readonly name: string;
  /** Its folder at the place. */
  readonly folder: string;
  /** Its name in SQL. */
  readonly relation: string;
  readonly schema: string;
  readonly table: string;
  readonly timeColumn: string;
  readonly timeType: "date" | "timestamptz";
  /** The columns of its key, in order: by them its rows are sorted. */
  readonly key: readonly string[];
  /** The select of its rows, without a range. */
  readonly select: string;
  /** The order of its rows in files, the same on every server. */
  readonly order: string;
  /** The part of the calendar that one range fills. */
  readonly period: Period;
  /** Whether its rows are revisions, so that what was known at an instant is told from all of them. */
  readonly hasRevisions: boolean;
  /** The column that tells when a row was stored, where it has one. */
  readonly storedColumn: string | undefined;
}

/** From chunks of this length on, a range fills a year; of shorter ones, a month. */
const YEARLY_FROM = intervalMicroseconds(parseInterval("28 days"));

/**
 * Describes a hypertable for the archive.
 *
 * @throws {ConfigError} If it has no key, or no day or instant as its time.
 */
export function describeTable(hypertable: Hypertable): ArchivedTable {
  const { schema, name, timeColumn, chunkInterval } = hypertable;
  const { columns, primaryKeys } = getTableConfig(hypertable.table);
  const names = columns.map((column) => column.name);
  const refuse = (state: string) => new ConfigError(`Cannot archive "${name}": ${state}`);
  const own = columns.filter(({ primary }) => primary);
  const key = (primaryKeys[0]?.columns ?? own).map((column) => column.name);
  if (!key.includes(timeColumn)) throw refuse("it has no primary key to sort its rows by, add one");
  const type = columns.find((column) => column.name === timeColumn)?.getSQLType();
  const timeType = type === "date"
    ? "date"
    : type?.endsWith("with time zone")
    ? "timestamptz"
    : undefined;
  if (timeType === undefined) {
    throw refuse(`its time "${timeColumn}" is ${type}, want date or timestamp with time zone`);
  }
  const isText = (key: string) =>
    /^(text|varchar|char)/.test(columns.find(({ name }) => name === key)?.getSQLType() ?? "");
  const relation = quoteIdentifier(schema, name);
  return {
    ...{ schema, table: name, relation, timeColumn, timeType, key },
    hasRevisions: names.includes("revision_number"),
    storedColumn: names.find((name) => name === "ingested_at"),
    name: `${schema}.${name}`,
    folder: schema === "public" ? name : `${schema}.${name}`,
    select: `select ${names.map((name) => quoteIdentifier(name)).join(", ")} from ${relation}`,
    order: key.map((key) => `${quoteIdentifier(key)}${isText(key) ? ' collate "C"' : ""}`)
      .join(", "),
    period: intervalMicroseconds(parseInterval(chunkInterval)) >= YEARLY_FROM ? "year" : "month",
  };
}

/**
 * Refuses a table of revisions.
 *
 * @throws {ConfigError} If it is one.
 */
export function refuseRevisions({ table, hasRevisions }: ArchivedTable): void {
  if (!hasRevisions) return;
  throw new ConfigError(
    `Cannot archive "${table}": its rows are revisions, and what was known at an instant is told from ` +
      'all of them; it stays in the database, and "deno task archive lake" keeps a copy of it',
  );
}
