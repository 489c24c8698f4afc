import type { Queryable } from "../../../base/sql/mod.ts";
import type { Direction } from "./altered.ts";

/**
 * Alters what tables say of today and not of the past: whether an instrument trades, and when rows
 * were changed. Names, codes and units stay.
 */
export async function alterMetadata(client: Queryable, direction: Direction): Promise<void> {
  const changes = direction === "kept" ? [] : [
    ["instruments", "is_active = not is_active"],
    // A trigger sets updated_at.
    ["series_metadata", "date_format = date_format"],
    ["data_sources", "notes = notes"],
  ] as const;
  for (const [table, change] of changes) {
    if (await exists(client, table)) await client.query(`update ${table} set ${change}`);
  }
}

async function exists(client: Queryable, table: string): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(
    "select to_regclass($1) is not null as found",
    [table],
  );
  return rows[0]?.found ?? false;
}
