import type { Queryable } from "../../../base/sql/mod.ts";
import { changeRows } from "./change_rows.ts";
import type { FutureTable } from "./future_table.ts";

/** Deletes what is not known yet. */
export async function dropFuture(client: Queryable, tables: readonly FutureTable[]): Promise<void> {
  for (const { name, label, isFuture } of tables) {
    const statement = `delete from ${name} where ${isFuture}`;
    await changeRows(client, { table: label, statement });
  }
}
