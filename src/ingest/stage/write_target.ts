import { is, type SQL } from "drizzle-orm";
import { PgTransaction } from "drizzle-orm/pg-core";

/** A Drizzle database or transaction over PostgreSQL, whatever its driver. */
export interface DrizzleTarget {
  /** Runs a statement. */
  execute(query: SQL): PromiseLike<unknown>;
  /** Runs a transaction, or a savepoint where this is a transaction already. */
  transaction<T>(run: (tx: DrizzleTarget) => Promise<T>): Promise<T>;
}

/** Whatever rows can be written to: a Drizzle database or transaction, or what has one as `db`. */
export type WriteTarget = DrizzleTarget | { readonly db: DrizzleTarget };

/** Gives the Drizzle database of a target. */
export function drizzleOf(target: WriteTarget): DrizzleTarget {
  return "execute" in target ? target : target.db;
}

/** Answers whether a target is a transaction that its owner will end. */
export function isTransaction(target: DrizzleTarget): boolean {
  return is(target, PgTransaction);
}

/** Runs a statement and gives back its rows. */
export async function run<Row>(target: DrizzleTarget, query: SQL): Promise<readonly Row[]> {
  // as: every driver of Drizzle's for PostgreSQL gives an object with the statement's rows.
  return (await target.execute(query) as { readonly rows: readonly Row[] }).rows;
}

/** Runs a statement that gives one row. */
export async function runOne<Row>(target: DrizzleTarget, query: SQL): Promise<Row> {
  const [row] = await run<Row>(target, query);
  if (row === undefined) throw new TypeError("Cannot read a statement's answer: it has no row");
  return row;
}
