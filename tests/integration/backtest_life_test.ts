import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";
import { openBacktest } from "../../src/backtest/mod.ts";
import { asOf } from "../../src/point_in_time/mod.ts";
import { AT, backtestTest, openRoles } from "./backtest_support.ts";

const LATE = "2030-01-01T00:00:00Z";

backtestTest("what a killed process leaves behind is removed by the next backtest", async (t) => {
  const { client, database, url } = t;
  await using living = await openBacktest(database, { at: AT, lifetime: "1 second" });
  const program = fileURLToPath(new URL("backtest_program.ts", import.meta.url));
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", "--no-check", program, url],
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  const role = ((await reader.read()).value ?? "").trim();
  child.kill("SIGKILL");
  await child.status;
  await reader.cancel();
  assert.match(role, /^strata_backtest_\w+$/);
  assert.ok((await openRoles(url)).includes(role));

  const isGone = async (): Promise<boolean> => {
    const { rows } = await client.query("select from pg_stat_activity where usename = $1", [role]);
    return rows.length === 0;
  };
  while (!await isGone()) await sleep(50);
  await sleep(1_100);
  await using next = await openBacktest(database, { at: AT });
  assert.deepEqual(
    await openRoles(url),
    [t.backtest.role, living.role, next.role].toSorted(),
  );
  const { rows } = await client.query("select from pg_roles where rolname = $1", [role]);
  assert.deepEqual(rows, []);
});

backtestTest("a pool that is reused after advance sees more, and never less", async (t) => {
  const { backtest, series } = t;
  const lengths = async (): Promise<readonly number[]> =>
    await Promise.all(
      Array.from(
        { length: 24 },
        async () => (await asOf(backtest.database, { series, at: LATE })).length,
      ),
    );
  // Often enough for a kept plan on each connection.
  for (let round = 0; round < 8; round++) {
    assert.deepEqual(new Set(await lengths()), new Set([2]));
  }
  await backtest.advance("2025-02-02T00:00:00Z");
  for (let round = 0; round < 3; round++) {
    assert.deepEqual(new Set(await lengths()), new Set([3]));
  }
});

backtestTest("closing twice, and advancing what is closed, are clear", async ({ backtest }) => {
  await Promise.all([backtest.close(), backtest.close()]);
  await assert.rejects(backtest.advance(LATE), {
    name: "RangeError",
    message: /Cannot advance the clock of "strata_backtest_\w+" to .*: it is closed/,
  });
});

backtestTest("the SQL functions answer as of the clock", async ({ backtest, database, series }) => {
  const { pool } = backtest.database;
  const calls: readonly (readonly [string, string])[] = [
    ["as_of('ALFRED/GDP', $1::timestamptz)", "observation_date, value, release_time"],
    ["latest('ALFRED/GDP', $1::timestamptz)", "observation_date, value, release_time"],
    ["first_release('ALFRED/GDP', $1::timestamptz)", "observation_date, value"],
    ["revisions('ALFRED/GDP', $1::timestamptz)", "observation_date, value"],
    [`panel(array[${series}], array[$1::timestamptz])`, "value"],
    [`cross_section(array[${series}], $1::timestamptz)`, "value"],
  ];
  for (const [call, columns] of calls) {
    const text = `select ${columns} from strata.${call}`;
    const locked = await pool.query(text, [LATE]);
    const free = await database.pool.query(text, [AT]);
    const json = (rows: readonly unknown[]): string => JSON.stringify(rows);
    assert.ok(locked.rows.length > 0, call);
    assert.equal(json(locked.rows), json(free.rows), call);
  }
});
