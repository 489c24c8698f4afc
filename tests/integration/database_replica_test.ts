import assert from "node:assert/strict";
import { sql } from "drizzle-orm";
import { createDatabase, sqlState } from "../../src/database/mod.ts";
import { loadSettings } from "../../src/base/settings/mod.ts";
import { FaultProxy } from "../support/fault_proxy.ts";
import { serverTest } from "../support/mod.ts";
import { assertConnectionError, outcomeOf } from "./database_support.ts";

const port = sql`select inet_server_port() as port, current_setting('transaction_read_only') as ro`;

serverTest(
  "timescaledb",
  "reads go to the replicas in turn, and to the primary when none can be reached",
  async (_t, { url }) => {
    await using first = await FaultProxy.before(url);
    await using second = await FaultProxy.before(url);
    const settings = loadSettings({
      envFile: false,
      env: {
        DATABASE_URL: url,
        DATABASE_REPLICA_URLS: `${first.through(url)},${second.through(url)}`,
      },
    });
    await using database = createDatabase({ settings });
    const { db, replica } = database;
    await db.execute(sql`create table items (id int)`);
    for (let i = 0; i < 4; i++) {
      assert.equal((await replica.execute(port)).rows[0]?.["ro"], "on");
    }
    assert.deepEqual([first.connections, second.connections], [1, 1]);
    const { error } = await outcomeOf(() =>
      replica.execute(sql`insert into items values (1)`).then()
    );
    assert.equal(sqlState(error), "25006");
    assert.equal((await replica.transaction((tx) => tx.execute(port))).rows[0]?.["ro"], "on");

    await first.refuse();
    first.reset();
    const outcomes = [];
    for (let i = 0; i < 4; i++) outcomes.push(await outcomeOf(() => replica.execute(port).then()));
    // A read on a connection that has just died may fail; the next ones must not.
    assert.ok(outcomes.filter(({ error }) => error !== undefined).length <= 1);
    await second.refuse();
    second.reset();
    await outcomeOf(() => replica.execute(port).then());
    assert.equal((await replica.execute(port)).rows[0]?.["ro"], "off");
    assert.equal((await db.execute(port)).rows[0]?.["ro"], "off");
  },
);

serverTest(
  "timescaledb",
  "without replicas their place is taken by the primary",
  async (_t, { url }) => {
    await using database = createDatabase({ url });
    assert.equal(database.replica, database.db);
    await database.close();
    await assertConnectionError(database.replica.execute(port).then(), "POOL_CLOSED");
  },
);
