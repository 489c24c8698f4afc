import type { Queryable } from "../../../base/sql/mod.ts";
import type { FutureTable } from "./future_table.ts";

/** Deletes what is not known yet. */
export async function dropFuture(client: Queryable, tables: readonly FutureTable[]): Promise<void> {
  for (const { name, isFuture } of tables) {
    await client.query(`delete from ${name} where ${isFuture}`);
  }
}
