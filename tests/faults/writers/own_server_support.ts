import { migrations } from "../../../migrations/mod.ts";
import { createDatabase } from "../../../src/database/mod.ts";
import { createMigrator, openPostgresSession } from "../../../src/migrate/mod.ts";
import { schema } from "../../../src/schema/mod.ts";
import { seeded } from "../../integration/ingest_support.ts";
import { openClient, type OwnServer } from "../../support/mod.ts";

/** Makes a migrated database on a test's own server, and returns its URL. */
export async function migratedOn(
  server: OwnServer,
  { tablespace = "pg_default" }: { readonly tablespace?: string } = {},
): Promise<string> {
  const admin = await openClient(server.url);
  try {
    await admin.query(`create database writers tablespace ${tablespace}`);
  } finally {
    await admin.end();
  }
  const url = new URL("/writers", server.url).href;
  await createMigrator({ open: () => openPostgresSession(url), migrations }).up();
  const client = await openClient(url);
  try {
    await using database = createDatabase({ url, schema });
    const given = { name: "writers", url, client, db: database.db };
    await seeded(() => Promise.resolve())({
      ...given,
      [Symbol.asyncDispose]: () => Promise.resolve(),
    });
  } finally {
    await client.end();
  }
  return url;
}
