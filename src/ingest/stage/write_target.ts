import { is, type SQL } from "drizzle-orm";
import { PgTransaction } from "drizzle-orm/pg-core";

/** A Drizzle database or transaction on PostgreSQL, with any driver. */
export interface DrizzleTarget {
  /** Runs a statement. */
  execute(query: SQL): PromiseLike<unknown>;
  /** Runs a transaction, or a savepoint if this is already a transaction. */
  transaction<T>(run: (tx: DrizzleTarget) => Promise<T>): Promise<T>;
}

/**
 * Everything that rows can be written to: a Drizzle database or transaction, or an object with one
 * as `db`.
 */
export type WriteTarget = DrizzleTarget | { readonly db: DrizzleTarget };

/** Returns the Drizzle database of a target. */
export function drizzleOf(target: WriteTarget): DrizzleTarget {
  return "execute" in target ? target : target.db;
}

/** Tells whether a target is a transaction that its owner will end. */
export function isTransaction(target: DrizzleTarget): boolean {
  return is(target, PgTransaction);
}

/** Runs a statement and returns its rows. */
export async function run<Row>(target: DrizzleTarget, query: SQL): Promise<readonly Row[]> {
  // as: every Drizzle driver for PostgreSQL returns an object with the statement's rows.
  return (await target.execute(query) as { readonly rows: readonly Row[] }).rows;
}

/** Runs a statement that returns one row. */
export async function runOne<Row>(target: DrizzleTarget, query: SQL): Promise<Row> {
  const [row] = await run<Row>(target, query);
  if (row === undefined) throw new TypeError("Cannot read a statement's answer: it has no row");
  return row;
}
