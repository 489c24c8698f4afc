import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { eventually, outcomeOf } from "../../integration/database_support.ts";
import { effort } from "../effort.ts";
import { recordFigures } from "../figures.ts";
import {
  assertNothingLeft,
  assertRecovered,
  assertTyped,
  lease,
  openPool,
  poolTest,
} from "./pool_support.ts";

const CALLERS = effort({ short: 2_000, long: 10_000 });

poolTest(
  "thousands of callers wait at an exhausted pool, and each is answered",
  async (target, size) => {
    await using database = openPool(target.url, size, {
      maxWaiting: CALLERS,
      // One connection answers them one after the other, on a busy machine for more than a minute.
      acquireTimeoutMs: 300_000,
    });
    const { pool } = database;
    const held = await Promise.all(Array.from({ length: size }, () => pool.connect()));
    const calls = Array.from(
      { length: CALLERS },
      () => outcomeOf(() => pool.query("select 1 as one")),
    );
    await eventually(() => pool.waitingCount === CALLERS, { withinMs: 30_000, what: "all wait" });
    for (const client of held) client.release();
    const outcomes = await Promise.all(calls);
    assert.equal(assertTyped(outcomes, 300_000), 0);
    await assertRecovered(database, size);
    await assertNothingLeft(database, target);
    await recordFigures("pool-exhausted", { cases: CALLERS });
  },
);

poolTest("callers whom nobody answers end at their limit", async (target, size) => {
  const acquireTimeoutMs = 1_000;
  await using database = openPool(target.url, size, { maxWaiting: CALLERS / 2, acquireTimeoutMs });
  const { pool } = database;
  const held = await Promise.all(Array.from({ length: size }, () => pool.connect()));
  const outcomes = await Promise.all(
    Array.from({ length: CALLERS }, () => outcomeOf(() => pool.query("select 1"))),
  );
  // Ten thousand errors with their stacks take seconds of a busy processor.
  assert.equal(assertTyped(outcomes, acquireTimeoutMs + 10_000), CALLERS);
  const count = (code: string) => outcomes.filter((outcome) => outcome.code === code).length;
  assert.equal(count("POOL_QUEUE_FULL"), CALLERS / 2);
  assert.equal(count("POOL_TIMEOUT"), CALLERS / 2);
  for (const client of held) client.release();
  await assertRecovered(database, size);
  await assertNothingLeft(database, target);
  await recordFigures("pool-exhausted", { cases: CALLERS });
});

poolTest(
  "a caller that gives up while it waits or while it asks leaves the pool whole",
  async (target, size) => {
    await using database = openPool(target.url, size);
    const { pool } = database;
    const rounds = effort({ short: 10, long: 200 });
    for (let round = 0; round < rounds; round++) {
      const stop = new AbortController();
      const held = await Promise.all(Array.from({ length: size }, () => pool.connect()));
      const running = held.map((client) => outcomeOf(() => client.query("select pg_sleep(0.1)")));
      const waiting = Array.from(
        { length: size },
        () => outcomeOf(() => lease(database, { signal: stop.signal })),
      );
      await sleep(round % 4 * 5);
      stop.abort(new Error("the caller left"));
      // A connection that is given back with a statement running is closed.
      for (const client of held) client.release(true);
      for (const { error, elapsedMs } of await Promise.all(waiting)) {
        assert.match(String(error), /the caller left/);
        assert.ok(elapsedMs < 3_000);
      }
      assert.equal(assertTyped(await Promise.all(running), 1_000), size);
    }
    await assertRecovered(database, size);
    await assertNothingLeft(database, target);
    await recordFigures("pool-abort", { faults: rounds * size * 2 });
  },
);
