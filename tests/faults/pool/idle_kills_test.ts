import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { outcomeOf } from "../../integration/database_support.ts";
import { recordFigures } from "../figures.ts";
import {
  assertNothingLeft,
  assertTyped,
  killBackends,
  openPool,
  poolTest,
  rounds,
} from "./pool_support.ts";

poolTest(
  "an idle backend that was killed costs its next borrower at most one typed error",
  async (target, size) => {
    await using database = openPool(target.url, size);
    const ask = () => outcomeOf(() => database.pool.query("select 1"));
    const count = rounds(24, 200);
    let felt = 0;
    for (let round = 0; round < count; round++) {
      await Promise.all(Array.from({ length: size }, ask));
      const { rows } = await database.pool.query("select pg_backend_pid() as pid");
      assert.equal(await killBackends(target, `pid = ${rows[0].pid}`), 1);
      await sleep([0, 1, 5, 50][round % 4] ?? 0);
      // As many as there are connections: one of them gets the dead one.
      const outcomes = await Promise.all(Array.from({ length: size }, ask));
      const failed = assertTyped(outcomes, 1_000);
      assert.ok(failed <= 1, `${failed} calls of ${size} felt one dead connection`);
      felt += failed;
      assertTyped([await ask()], 1_000);
      assert.equal((await ask()).error, undefined);
    }
    await assertNothingLeft(database, target);
    await recordFigures("pool-idle-killed", { faults: count, note: `${felt} felt by a caller` });
  },
);
