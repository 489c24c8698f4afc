import assert from "node:assert/strict";
import { sql } from "drizzle-orm";
import { ConnectionError } from "../../../src/base/errors.ts";
import { outcomeOf } from "../../integration/database_support.ts";
import { recordFigures } from "../figures.ts";
import {
  assertNothingLeft,
  assertRecovered,
  killBackends,
  openPool,
  poolTest,
  rounds,
} from "./pool_support.ts";

poolTest(
  "a backend killed in a transaction stores no row of it, and touches no other",
  async (target, size) => {
    await target.client.query("create table journal (round int, caller int, part int)");
    await using database = openPool(target.url, size);
    const count = rounds(9, 100);
    let committed = 0;
    for (let round = 0; round < count; round++) {
      const calls = Array.from(
        { length: 2 * size },
        (_, caller) =>
          outcomeOf(() =>
            database.db.transaction(async (tx) => {
              for (let part = 0; part < 3; part++) {
                await tx.execute(sql`insert into journal values (${round}, ${caller}, ${part})`);
                if (caller !== 0 || part !== round % 3) continue;
                const { rows } = await tx.execute(sql`select pg_backend_pid() as pid`);
                assert.equal(await killBackends(target, `pid = ${Number(rows[0]?.["pid"])}`), 1);
              }
            })
          ),
      );
      const [victim, ...others] = await Promise.all(calls);
      assert.ok(victim?.error instanceof ConnectionError, Deno.inspect(victim?.error));
      // Who borrows next may meet no dead connection: the victim's was closed.
      assert.deepEqual(others.filter(({ error }) => error !== undefined), []);
      committed += others.length;
    }
    const { rows } = await target.client.query(
      `select count(*) filter (where caller = 0)::int as killed, count(distinct (round, caller))::int
         as whole, count(*)::int as parts from journal`,
    );
    assert.deepEqual(rows[0], { killed: 0, whole: committed, parts: 3 * committed });
    await assertRecovered(database, size);
    await assertNothingLeft(database, target);
    await recordFigures("pool-transaction-killed", { faults: count, writes: committed, lost: 0 });
  },
);
