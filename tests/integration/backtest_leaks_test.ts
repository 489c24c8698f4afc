import assert from "node:assert/strict";
import { type Backtest, openBacktest } from "../../src/backtest/mod.ts";
import { type Attack, attacks, onChunk } from "../fixtures/backtest_statements.ts";
import {
  CANARY,
  changeFuture,
  dropFuture,
  fillPastAndFuture,
  NOON,
  settle,
} from "./backtest_future.ts";
import { openProbe, type Outcome } from "./backtest_probe.ts";
import { type ReadingTest, readingTest } from "./point_in_time_support.ts";

for (const isCompressed of [false, true]) {
  const state = isCompressed ? "compressed" : "plain";
  readingTest(`no statement of the list sees the future, ${state}`, async (t) => {
    await fillPastAndFuture(t.client);
    await settle(t.client, { isCompressed });
    await using backtest = await openBacktest(t.database, { at: NOON });
    const list = await listOf(t);
    assert.ok(list.length >= 500, `${list.length} statements`);

    const before = await runAll(backtest, list);
    assertNoCanary(list, before);
    await changeFuture(t.client);
    const changed = await runAll(backtest, list);
    assertNoCanary(list, changed);
    await dropFuture(t.client);
    const dropped = await runAll(backtest, list);

    assertSame(list, before, changed);
    assertSame(list, before, dropped);
    const seen = before.filter(({ code }) => code === undefined).length;
    assert.ok(seen > list.length / 4, `${seen} of ${list.length} were answered`);
  });
}

/** The list, and what is aimed at the newest thing of each kind behind a hypertable. */
async function listOf({ client }: ReadingTest): Promise<readonly Attack[]> {
  const { rows } = await client.query<{ name: string }>(`
    select distinct on (regexp_replace(c.relname, '_\\d+_chunk', ''))
      format('%I.%I', n.nspname, c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = '_timescaledb_internal' and c.relkind in ('r', 'v')
      and c.relname ~ '^(_hyper|compress_hyper|_compressed|_materialized|_partial|_direct)'
    order by regexp_replace(c.relname, '_\\d+_chunk', ''), c.oid desc`);
  return [...attacks(), ...rows.flatMap(({ name }) => onChunk(name))];
}

async function runAll(backtest: Backtest, list: readonly Attack[]): Promise<readonly Outcome[]> {
  await using probe = await openProbe(backtest.url.reveal());
  const outcomes: Outcome[] = [];
  for (const { sql } of list) outcomes.push(await probe.run(sql));
  return outcomes;
}

function assertNoCanary(list: readonly Attack[], outcomes: readonly Outcome[]): void {
  const leaks = outcomes.flatMap(({ said }, i) => {
    const found = CANARY.exec(said);
    const around = found === null
      ? ""
      : said.slice(Math.max(0, found.index - 80), found.index + 80);
    return found === null ? [] : [`${list[i]?.sql}\n  ${around}`];
  });
  assert.deepEqual(leaks, []);
}

/** Asserts that a change of the future changed no answer, but to what may tell that there is one. */
function assertSame(
  list: readonly Attack[],
  before: readonly Outcome[],
  after: readonly Outcome[],
): void {
  const differences = list.flatMap(({ sql, tellsExistence }, i) => {
    const [a, b] = [before[i], after[i]];
    if (tellsExistence || (a?.code === b?.code && a?.rows === b?.rows)) return [];
    return [`${sql}\n  ${a?.code} ${a?.rows.slice(0, 200)}\n  ${b?.code} ${b?.rows.slice(0, 200)}`];
  });
  assert.deepEqual(differences, []);
}
