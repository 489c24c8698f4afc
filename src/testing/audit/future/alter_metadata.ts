import type { Queryable } from "../../../base/sql/mod.ts";

/**
 * Alters what tables say of today and not of the past: whether an instrument trades, and when rows
 * were changed. Names, codes and units stay.
 */
export async function alterMetadata(client: Queryable): Promise<void> {
  for (const [table, change] of changes) {
    if (await exists(client, table)) await client.query(`update ${table} set ${change}`);
  }
}

// A trigger sets updated_at.
const changes = [
  ["instruments", "is_active = not is_active"],
  ["series_metadata", "date_format = date_format"],
  ["data_sources", "notes = notes"],
] as const;

async function exists(client: Queryable, table: string): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(
    "select to_regclass($1) is not null as found",
    [table],
  );
  return rows[0]?.found ?? false;
}
