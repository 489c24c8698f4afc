import type { Queryable } from "../../../base/sql/mod.ts";
import { changeRows } from "./change_rows.ts";
import type { FutureTable } from "./future_table.ts";

/** Deletes what is not known yet, and returns how many rows that was. */
export async function dropFuture(
  client: Queryable,
  tables: readonly FutureTable[],
): Promise<number> {
  let dropped = 0;
  for (const { name, label, isFuture } of tables) {
    const statement = `delete from ${name} where ${isFuture}`;
    dropped += await changeRows(client, { table: label, statement });
  }
  return dropped;
}
