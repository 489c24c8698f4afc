import assert from "node:assert/strict";
import type { Queryable } from "../../src/base/sql/mod.ts";
import { createTestDatabase } from "../../src/testing/mod.ts";
import { makeSeries, type TestRow, writeRows } from "./point_in_time_support.ts";
import { functionTest } from "./sql_functions_support.ts";

const rows: readonly TestRow[] = Array.from({ length: 9 }, (_, i) => ({
  day: `20${20 + i}-06-01`,
  revision: 0,
  value: i,
  release: `20${20 + i}-07-15T13:30:00Z`,
}));

const inlined = [
  "as_of($1, $2)",
  "as_of($1, now(), known_to => now(), strict => true, lag => '1 day', kinds => '{native}')",
  "latest($1, $2, max_age => '1 month', ahead => true)",
  "first_release($1, $2)",
  "nth_release($1, 2, $2)",
  "revisions($1, $2)",
  "vintages($1, $2, from_date => '2024-01-01')",
  "panel(array[$1], array[$2], max_age => '1 month')",
  "cross_section(array[$1], $2)",
  "changes_since(array[$1], $2, now())",
  "flow_as_of($1, 'exports', $2)",
  "flow_latest($1, 'exports', $2)",
  "flow_panel(array[$1], 'exports', array[$2])",
  "fiscal_as_of($1, 'revenue', $2)",
  "fiscal_latest($1, 'revenue', $2)",
  "fiscal_panel(array[$1], 'revenue', array[$2])",
  "bars('SPX', 'daily', at => $2)",
  "curve_on('C', '2024-01-04', max_age => '7 days')",
];

functionTest("the planner writes the SQL functions into the query that calls them", async (t) => {
  const series = await makeSeries(t.client, { code: "GDPC1" });
  await writeRows(t.client, series, rows);
  for (const call of inlined) {
    for (const [ref, at] of [["'ALFRED/GDPC1'", "'2024-09-26T12:30:00Z'"], [series, "now()"]]) {
      const text = call.replaceAll("$1", String(ref)).replaceAll("$2", String(at));
      const plan = await planOf(t.client, `select * from strata.${text}`);
      assert.doesNotMatch(plan, /Function Scan on (?!unnest|latest_values)/, `${text}\n${plan}`);
    }
  }
});

functionTest("the bounds of an instant and a range exclude chunks when planning", async (t) => {
  const series = await makeSeries(t.client, { code: "GDPC1" });
  await writeRows(t.client, series, rows);
  const chunks = async (call: string) => {
    const plan = await planOf(t.client, `select * from strata.${call}`);
    return new Set(plan.match(/_hyper_\d+_\d+_chunk\b/g)).size;
  };
  if (await chunks("as_of('ALFRED/GDPC1', now())") === 0) return; // a server without chunks
  assert.equal(await chunks("as_of('ALFRED/GDPC1', now())"), 9);
  // Chunks of a year do not begin in January.
  assert.ok(await chunks("as_of('ALFRED/GDPC1', now(), from_date => '2027-05-01')") <= 3);
  const at = "2021-06-02T00:00:00Z";
  assert.ok(await chunks(`latest('ALFRED/GDPC1', '${at}', max_age => '13 months')`) <= 3);
});

async function planOf(client: Queryable, text: string): Promise<string> {
  const { rows } = await client.query<{ "QUERY PLAN": string }>(`explain (costs off) ${text}`);
  return rows.map((row) => row["QUERY PLAN"]).join("\n");
}

functionTest(
  "a cross-section reads by one plan for all bounds, and refuses odd kinds unread",
  async (t) => {
    const series = await makeSeries(t.client, { code: "GDPC1" });
    await writeRows(t.client, series, rows);
    const plan = await planOf(
      t.client,
      `select * from strata.cross_section(array[${series}], now())`,
    );
    assert.match(plan, /Function Scan on latest_values/);
    const { rows: [made] } = await t.client.query<{ settings: string[] }>(
      "select proconfig as settings from pg_proc where oid = to_regproc('strata.latest_values')",
    );
    assert.deepEqual(made?.settings, [
      "plan_cache_mode=force_generic_plan",
      "timescaledb.enable_runtime_exclusion=off",
    ]);
    await assert.rejects(
      t.client.query(
        "select * from strata.cross_section('{}'::int[], '2024-01-01T00:00:00Z', kinds => '{odd}')",
      ),
      /Cannot read vintages of the kinds/,
    );
  },
);

Deno.test("in the process: a panel carries a day of minus infinity like any other", async () => {
  await using t = await createTestDatabase();
  const client = t.pool;
  const series = await makeSeries(client, { code: "GDPC1" });
  const days = ["-infinity", "2020-01-01"];
  await writeRows(
    client,
    series,
    days.map((day, i) => ({ day, revision: 0, value: i, release: `202${i}-02-01T00:00:00Z` })),
  );
  const { rows: cells } = await client.query<{ day: string; value: number }>(
    `select observation_date::text as day, value from strata.panel(array[${series}],
      array['2020-03-01T00:00:00Z', '2021-03-01T00:00:00Z'])
    order by as_of`,
  );
  assert.deepEqual(cells, days.map((day, value) => ({ day, value })));
});

functionTest("a read whose series is a subquery answers like one with its id", async (t) => {
  const series = await makeSeries(t.client, { code: "GDPC1" });
  await writeRows(t.client, series, rows);
  // A subquery that the body uses twice keeps the planner from writing the body into the query.
  const [one, many] = [`(select ${series})`, `(select array[${series}])`];
  const at = "'2024-09-26T12:30:00Z'";
  for (
    const call of [
      `as_of($one, ${at})`,
      `latest($one, ${at})`,
      `revisions($one, ${at})`,
      `panel($many, array[${at}])`,
      `cross_section($many, ${at})`,
    ]
  ) {
    const read = async (ref: string, refs: string) => {
      const text = call.replace("$one", ref).replace("$many", refs);
      return (await t.client.query(`select * from strata.${text} order by 1, 2`)).rows;
    };
    const found = await read(one, many);
    assert.ok(found.length > 0, call);
    assert.deepEqual(found, await read(String(series), `array[${series}]`), call);
  }
});
