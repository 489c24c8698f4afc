import type { Queryable } from "../../base/sql/mod.ts";
import { searchPathSql } from "../../timescale/extension_schema.ts";

/**
 * Adds the schema of an extension that a migration has just created to the search path, unless
 * somebody has set another path.
 */
export async function findExtension(session: Queryable): Promise<void> {
  const { rows } = await session.query<{ path: string }>(
    "select pg_catalog.current_setting('search_path') as path",
  );
  if (rows[0]?.path === "public") await session.query(searchPathSql({ isLocal: false }));
}
