import type { Queryable } from "../../../base/sql/mod.ts";
import type { AddOptions } from "./add_future.ts";
import { ALIVE } from "./alive.ts";
import { changeRows } from "./change_rows.ts";

/**
 * Changes the order in which known rows reached this database, where that happened after the look:
 * a history may be loaded newest first.
 */
export async function shuffleStored(
  client: Queryable,
  { tables, horizon, direction }: AddOptions,
): Promise<void> {
  const { at, day, knownTo } = horizon;
  const sign = direction === "raised" ? "+" : "-";
  // A year of releases in half a minute: all stay close to now.
  const stored = direction === "kept"
    ? "ingested_at"
    : `now() ${sign} (${at} - release_time) / 1000000`;
  for (const table of ["macro_series", "flow_data", "fiscal_data"]) {
    if (!tables.has(table)) continue;
    const statement = `update ${table} set ingested_at = ${stored}
      where observation_date > ${day} - ${ALIVE} and release_time <= ${at}
        and ingested_at > ${knownTo ?? at}`;
    await changeRows(client, { table, statement });
  }
}
