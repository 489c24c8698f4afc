import assert from "node:assert/strict";
import { openBacktest } from "../../src/backtest/mod.ts";
import {
  CANARY,
  changeFuture,
  dropFuture,
  fillPastAndFuture,
  NOON,
  settle,
} from "./backtest_future.ts";
import { drawFrom, type DrawnStatement, drawStatement } from "./backtest_fuzz_statements.ts";
import { openProbe, type Outcome } from "./backtest_probe.ts";
import { readingTest } from "./point_in_time_support.ts";

const seed = Number(Deno.env.get("STRATA_FUZZ_SEED") ?? Date.now() % 1_000_000);
const count = Number(Deno.env.get("STRATA_FUZZ_COUNT") ?? 40);

for (const isCompressed of [false, true]) {
  const state = isCompressed ? "compressed" : "plain";
  readingTest(`statements drawn by chance see no future, ${state}, seed ${seed}`, async (t) => {
    await fillPastAndFuture(t.client);
    await settle(t.client, { isCompressed });
    await using backtest = await openBacktest(t.database, { at: NOON });
    const draw = drawFrom(seed);
    const statements = Array.from({ length: count }, () => drawStatement(draw));
    const runAll = async (): Promise<readonly Outcome[]> => {
      await using probe = await openProbe(backtest.url.reveal());
      const outcomes: Outcome[] = [];
      for (const { sql } of statements) outcomes.push(await probe.run(sql));
      return outcomes;
    };

    const before = await runAll();
    before.forEach(({ said, code }, i) => {
      const { sql = "" } = statements[i] ?? {};
      assert.doesNotMatch(said, CANARY, `seed ${seed}, statement ${i}: ${sql}`);
      assert.doesNotMatch(said, /leaked/, `seed ${seed}, statement ${i}: ${sql}`);
      // Division by zero, the malformed instant and the exception are told only of hidden rows.
      assert.ok(
        code === undefined || !/^(22012|22007|P0001)$/.test(code),
        `seed ${seed}, statement ${i}: ${code}: ${sql}`,
      );
    });
    const answered = before.filter(({ code }) => code === undefined).length;
    assert.ok(answered > count * 0.8, `${answered} of ${count} were answered`);
    await changeFuture(t.client);
    assertSame(statements, before, await runAll());
    await dropFuture(t.client);
    assertSame(statements, before, await runAll());
  });
}

function assertSame(
  statements: readonly DrawnStatement[],
  before: readonly Outcome[],
  after: readonly Outcome[],
): void {
  statements.forEach(({ sql, isPlan }, i) => {
    if (isPlan) return;
    const told = [before[i], after[i]].map((it) => ({ code: it?.code, rows: it?.rows }));
    assert.deepEqual(told[1], told[0], `seed ${seed}, statement ${i}: ${sql}`);
  });
}
