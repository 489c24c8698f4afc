import assert from "node:assert/strict";
import { openClient, serverTest, throwawayDatabase } from "../support/mod.ts";

serverTest(
  "timescaledb",
  "throwawayDatabase gives each test its own database and drops it",
  async (_t, db) => {
    const exists = async (name: string): Promise<boolean> => {
      const { rows } = await db.client.query("select 1 from pg_database where datname = $1", [
        name,
      ]);
      return rows.length === 1;
    };
    let name: string;
    {
      await using other = await throwawayDatabase(db.url);
      name = other.name;
      assert.notEqual(name, db.name);
      assert.equal(await exists(name), true);
      const { rows } = await other.client.query("select current_database() as name");
      assert.deepEqual(rows, [{ name }]);
    }
    assert.equal(await exists(name), false);
  },
);

serverTest(
  "timescaledb",
  "throwawayDatabase drops a database that somebody still uses",
  async (_t, db) => {
    const other = await throwawayDatabase(db.url);
    const straggler = await openClient(other.url);
    await other[Symbol.asyncDispose]();
    const { rows } = await db.client.query("select 1 from pg_database where datname = $1", [
      other.name,
    ]);
    assert.deepEqual(rows, []);
    await straggler.end();
  },
);

serverTest(
  "timescaledb",
  "throwawayDatabase creates the extension where it is asked to",
  async (_t, db) => {
    const { rows } = await db.client.query(
      "select extname from pg_extension where extname = 'timescaledb'",
    );
    assert.equal(rows.length, 1);
  },
  { timescaledb: true },
);
