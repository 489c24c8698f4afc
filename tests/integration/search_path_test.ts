import assert from "node:assert/strict";
import { migrations } from "../../migrations/mod.ts";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import { openClient, serverTest } from "../support/mod.ts";

serverTest(
  "timescaledb",
  "a table that names no schema is made in public, for a user strata too",
  async (_t, { url }) => {
    const migrator = createMigrator({ open: () => openPostgresSession(url), migrations });
    await migrator.up();
    const schemaOf = async () => {
      const client = await openClient(url);
      try {
        await client.query("create table mine (i int)");
        const { rows } = await client.query(
          "select relnamespace::regnamespace::text as schema from pg_class where relname = 'mine'",
        );
        const path =
          (await client.query("select setting from pg_settings where name = 'search_path'")).rows[0]
            .setting;
        await client.query(`drop table ${rows[0].schema}.mine`);
        return [rows[0].schema, path];
      } finally {
        await client.end();
      }
    };
    const [schema, path] = await schemaOf();
    assert.equal(schema, "public");
    const isStrata = new URL(url).username === "strata";
    assert.equal(path, isStrata ? "public" : '"$user", public');
    await migrator.down({ to: 9 });
    assert.deepEqual(await schemaOf(), ["public", '"$user", public']);
  },
  { serverSearchPath: true },
);
