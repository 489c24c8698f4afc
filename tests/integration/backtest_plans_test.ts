import assert from "node:assert/strict";
import { openBacktest } from "../../src/backtest/mod.ts";
import { fillPastAndFuture, NOON, settle } from "./backtest_future.ts";
import { type ReadingTest, readingTest } from "./point_in_time_support.ts";

/** Conditions by a column's type: one that hidden rows alone meet, and one that no row meets. */
const CONDITIONS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  "double precision": [["> 500000", "> 2000000"], ["= 918273.6455", "= 918274.6455"]],
  "text": [["= 'CANARY'", "= 'CANARZ'"], [
    "between 'CANARX' and 'CANARZ'",
    "between 'CAMARX' and 'CAMARZ'",
  ]],
  "timestamp with time zone": [["> '2031-01-01Z'", "> '2035-01-01Z'"]],
  "jsonb": [[`@> '{"CANARY": 918273}'`, `@> '{"CANARZ": 918273}'`]],
};

/** Columns that tell that a row is there: its key, and its times on the clocks. */
const TELL_EXISTENCE = ["release_time", "ingested_at", "known_at", "bucket", "exchange", "symbol"];

for (const isCompressed of [false, true]) {
  const state = isCompressed ? "compressed" : "plain";
  readingTest(`plans say the same of a hidden value and of none, ${state}`, async (t) => {
    await fillPastAndFuture(t.client);
    await settle(t.client, { isCompressed });
    await using backtest = await openBacktest(t.database, { at: NOON });
    const columns = await valueColumns(t);
    assert.ok(columns.length > 30, `${columns.length} columns`);
    const explain = async (view: string, condition: string): Promise<string> => {
      const { rows } = await backtest.database.pool.query<{ "QUERY PLAN": string }>(
        `explain (analyze, verbose, buffers off, timing off, summary off) select * from ${view} where ${condition}`,
      );
      // The constants of the statement are all that may differ.
      return rows.map((row) => row["QUERY PLAN"].replace(/'[^']*'(?=::)/g, "")).join("\n");
    };
    for (const { view, name, type } of columns) {
      for (const [hidden, none] of CONDITIONS[type] ?? []) {
        const a = await explain(view, `${name} ${hidden}`);
        const b = await explain(view, `${name} ${none}`);
        assert.equal(a, b, `${view}.${name} ${hidden}`);
      }
    }
  });
}

interface Column {
  readonly view: string;
  readonly name: string;
  readonly type: string;
}

async function valueColumns({ client }: ReadingTest): Promise<readonly Column[]> {
  const { rows } = await client.query<Column>(
    `select v.relname as view, a.attname as name, format_type(a.atttypid, null) as type
    from pg_class v
    join pg_attribute a on a.attrelid = v.oid
    join pg_class t on t.relname = v.relname and t.relnamespace = 'public'::regnamespace
    where v.relnamespace = 'strata_backtest'::regnamespace and v.relkind = 'v'
      and a.attname <> all($1)
      and v.relname not in ('instruments', 'series_metadata')
      and not exists (
        select from pg_index i join pg_attribute k on k.attrelid = i.indexrelid
        where i.indrelid = t.oid and i.indisprimary and k.attname = a.attname)
    order by 1, 2`,
    [TELL_EXISTENCE],
  );
  return rows.filter(({ view, name }) => view !== "data_sources" || name === "notes");
}
