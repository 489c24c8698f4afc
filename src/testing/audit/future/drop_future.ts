import { type Queryable, quoteIdentifier } from "../../../base/sql/mod.ts";
import type { FutureTable } from "./future_table.ts";

/** Deletes what is not known yet. */
export async function dropFuture(client: Queryable, tables: readonly FutureTable[]): Promise<void> {
  for (const { name, isFuture } of tables) {
    await client.query(`delete from ${name} where ${isFuture}`);
  }
}

/**
 * Writes what is not known yet once more, unchanged: rows then lie in another order, as they do
 * after any other change.
 */
export async function rewriteFuture(
  client: Queryable,
  tables: readonly FutureTable[],
): Promise<void> {
  for (const { name, isFuture, figures, amounts } of tables) {
    const [column] = [...figures, ...amounts].map((each) => quoteIdentifier(each));
    if (column === undefined) continue;
    await client.query(`update ${name} set ${column} = ${column} where ${isFuture}`);
  }
}
