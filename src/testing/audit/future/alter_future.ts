import { type Queryable, quoteIdentifier } from "../../../base/sql/mod.ts";
import { addFuture } from "./add_future.ts";
import { alterMetadata } from "./alter_metadata.ts";
import { sqlState } from "../../../database/mod.ts";
import { alteredAmount, alteredFigure, alteredInstant, type Direction } from "./altered.ts";
import { changeRows } from "./change_rows.ts";
import type { FutureTable } from "./future_table.ts";
import type { Horizon } from "./horizon.ts";
import { shuffleStored } from "./shuffle_stored.ts";

export type { Direction } from "./altered.ts";

/** Options of {@linkcode alterFuture}. */
export interface AlterOptions {
  /** Where the future begins. */
  readonly horizon: Horizon;
  /** Which way values go. */
  readonly direction: Direction;
}

/**
 * Alters what is not known yet: values, today's metadata, and rows that nobody expects, such as a
 * revision of what is known. Returns how many rows of the future were altered and added.
 */
export async function alterFuture(
  client: Queryable,
  tables: readonly FutureTable[],
  { horizon, direction }: AlterOptions,
): Promise<number> {
  let altered = 0;
  for (const table of tables) altered += await alterTable(client, table, direction);
  await alterMetadata(client, direction);
  const own = new Set(tables.filter(({ isOwn }) => isOwn).map(({ label }) => label));
  await shuffleStored(client, { tables: own, horizon, direction });
  if (direction === "kept") return altered;
  return altered + await addFuture(client, { tables: own, horizon, direction });
}

async function alterTable(
  client: Queryable,
  table: FutureTable,
  direction: Direction,
): Promise<number> {
  const { label, figures, amounts, isOwn } = table;
  const changes = [
    ...figures.map((column): Change => [column, figure(label, column, direction)]),
    ...amounts.map((column): Change => [column, alteredAmount(column, direction)]),
  ];
  if (isOwn) return await update(client, table, changes);
  let most = 0;
  // Another's table may hold its values to limits: what one column refuses, the next may take.
  for (const change of changes) {
    most = Math.max(most, await attempt(client, () => update(client, table, [change])));
  }
  return most;
}

type Change = readonly [column: string, value: string];

function figure(label: string, column: string, direction: Direction): string {
  return label === "release_calendar"
    ? alteredInstant(column, direction)
    : alteredFigure(column, direction);
}

async function update(
  client: Queryable,
  { name, label, isFuture }: FutureTable,
  changes: readonly Change[],
): Promise<number> {
  if (changes.length === 0) return 0;
  const list = changes.map(([column, value]) => `${quoteIdentifier(column)} = ${value}`).join(", ");
  const statement = `update ${name} set ${list} where ${isFuture}`;
  return await changeRows(client, { table: label, statement });
}

async function attempt(client: Queryable, change: () => Promise<number>): Promise<number> {
  let changed = 0;
  await client.query("savepoint strata_audit_change");
  try {
    changed = await change();
  } catch (error) {
    if (!isRefusedValue(error)) throw error;
    await client.query("rollback to savepoint strata_audit_change");
  }
  await client.query("release savepoint strata_audit_change");
  return changed;
}

/** Whether the server refused the value: out of its type's range, or against a constraint. */
function isRefusedValue(error: unknown): boolean {
  return /^2[23]/.test(sqlState(error) ?? "");
}
