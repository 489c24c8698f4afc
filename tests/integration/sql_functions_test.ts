import assert from "node:assert/strict";
import {
  asOf,
  changesSince,
  crossSection,
  firstRelease,
  latest,
  nthRelease,
  panel,
  revisions,
  vintages,
} from "../../src/point_in_time/mod.ts";
import { bars, curveOn, latestBars } from "../../src/market/mod.ts";
import { compress, makeSeries, type TestRow, writeRows } from "./point_in_time_support.ts";
import {
  functionTest,
  instantMs,
  observation,
  observations,
  toObservation,
} from "./sql_functions_support.ts";

const rows: readonly TestRow[] = ["2024-01-01", "2024-02-01", "2024-03-01"].flatMap((day, i) =>
  [0, 1, 2].map((revision) => ({
    day,
    revision,
    value: i === 1 && revision === 1 ? null : i * 10 + Math.min(revision, 1),
    release: `2024-0${i + 2 + revision}-15T13:30:00.123Z`,
  }))
);
const instants = [
  "2024-02-15T13:30:00.123Z",
  "2024-03-15T13:30:00.122Z",
  "2024-04-01T00:00:00Z",
  "2024-07-01T00:00:00Z",
];

functionTest("the SQL functions answer as the library does", async (t) => {
  const series = await makeSeries(t.client, { code: "GDPC1" });
  const other = await makeSeries(t.client, { code: "PAYEMS" });
  await writeRows(t.client, series, rows);
  await writeRows(t.client, other, rows.slice(4));
  await t.client.query(`insert into curves (curve_id, curve_date, tenor_days, rate)
    values ('C', '2024-01-02', 60, 5.5), ('C', '2024-01-02', 30, 5), ('C', '2024-01-05', 30, 6)`);
  await t.client.query(`insert into instruments (ticker, name, asset_class, country, currency)
    values ('SPX', 'SPX', 'equity', 'US', 'USD')`);
  await t.client.query(`insert into market_data (instrument_id, frequency, timestamp, close, volume)
    select id, 'monthly', t, 2, 3 from instruments,
      generate_series(timestamptz '2024-01-01Z', '2024-06-01Z', '1 month') t`);
  for (const table of ["", "macro_series", "curves", "market_data"]) {
    if (table !== "") await compress(t.client, table);
    for (const at of instants) await compare(t, series, other, at);
    await compareMany(t, [series, other]);
    await compareMarket(t);
  }
});

type Test = Parameters<Parameters<typeof functionTest>[1]>[0];

async function compare({ client, database }: Test, series: number, other: number, at: string) {
  for (const ref of ["ALFRED/GDPC1", String(series)]) {
    assert.deepEqual(
      await observations(client, "as_of($1, $2)", [ref, at]),
      await asOf(database, { series, at }),
    );
    assert.deepEqual(
      await observations(
        client,
        "as_of($1, $2, strict => true, lag => '1 hour', to_date => '2024-02-01')",
        [ref, at],
      ),
      await asOf(database, { series, at, strict: true, lag: "1 hour", to: "2024-02-01" }),
    );
    const [found] = await observations(client, "latest($1, $2, max_age => '40 days')", [ref, at]);
    assert.deepEqual(found ?? null, await latest(database, { series, at, maxAge: "40 days" }));
    assert.deepEqual(
      await observations(client, "first_release($1, $2)", [ref, at]),
      await firstRelease(database, { series, at }),
    );
    for (const n of [1, 2, 3]) {
      assert.deepEqual(
        await observations(client, "nth_release($1, $2, $3)", [ref, n, at]),
        await nthRelease(database, { series, at, n }),
      );
    }
    const known = await client.query(
      `select ${observation}, release, previous_value as "previousValue", ${
        instantMs("ingested_at")
      } as stored
      from strata.revisions($1, $2) order by observation_date, release`,
      [ref, at],
    );
    assert.deepEqual(
      known.rows.map((row) => ({
        ...toObservation(row),
        release: row.release,
        previousValue: row.previousValue,
        ingestedAt: new Date(row.stored),
      })),
      await revisions(database, { series, at }),
    );
    const seen = await client.query(
      `select ${
        instantMs("release_time")
      } as released, changes, oldest_date::text as "from", newest_date::text as "to"
      from strata.vintages($1, $2) order by release_time`,
      [ref, at],
    );
    assert.deepEqual(
      seen.rows.map(({ released, ...row }) => ({ releaseTime: new Date(released), ...row })),
      await vintages(database, { series, at }),
    );
  }
  const cross = await client.query(
    `select series_id, ${observation} from strata.cross_section($1::int[], $2)`,
    [[other, series], at],
  );
  assert.deepEqual(
    cross.rows.map((row) => ({
      series: row.series_id,
      seriesId: row.series_id,
      observation: row.day === null ? null : toObservation(row),
    })),
    await crossSection(database, { series: [other, series], at, maxAge: null }),
  );
  const changes = await client.query(
    `select series_id, observation_date::text as day, previous_value as before, value as after
    from strata.changes_since(array['ALFRED/GDPC1', 'ALFRED/PAYEMS'], $1, $2) order by 1, 2`,
    [instants[0], at],
  );
  const wanted = await changesSince(database, {
    series: [series, other],
    since: instants[0] ?? "",
    at,
  });
  assert.deepEqual(
    changes.rows,
    wanted.map(({ seriesId, observationDate, before, after }) => ({
      series_id: seriesId,
      day: observationDate,
      before: before?.value ?? null,
      after: after.value,
    })),
  );
}

async function compareMany({ client, database }: Test, series: readonly number[]) {
  for (const maxAge of [null, "45 days"]) {
    const found = await client.query(
      `select ${instantMs("as_of")} as at, ${observation}
      from strata.panel($1::text[], $2, max_age => $3) order by as_of, series_id`,
      [series.map(String), instants, maxAge],
    );
    const grid = await panel(database, { series, at: instants, maxAge });
    assert.deepEqual(
      found.rows.map((row) => [new Date(row.at), row.day === null ? null : toObservation(row)]),
      grid.flatMap(({ at, cells }) => cells.map((cell) => [at, cell])),
    );
  }
}

async function compareMarket({ client, database }: Test) {
  const curve = await client.query(
    `select tenor_days as "tenorDays", tenor_label as "tenorLabel", rate from strata.curve_on('C', '2024-01-04', '7 days')`,
  );
  const wanted = await curveOn(database, { curve: "C", date: "2024-01-04", maxAge: "7 days" });
  assert.deepEqual(curve.rows, wanted?.points);
  const select =
    `select timestamp::timestamptz as timestamp, open, high, low, close, volume, adjusted_close as "adjustedClose"`;
  const range = { from: "2024-02-01T00:00Z", to: "2024-05-01T00:00Z" };
  const asked = { instrument: "SPX", frequency: "monthly" } as const;
  const found = await client.query(
    `${select} from strata.bars('SPX', 'monthly', $1, $2) order by timestamp`,
    [range.from, range.to],
  );
  assert.deepEqual(found.rows, await bars(database, { ...asked, ...range }));
  for (const at of ["2024-03-31T23:59Z", "2024-04-01T00:00Z", "2023-01-01T00:00Z"]) {
    const last = await client.query(
      `${select} from strata.bars('SPX', 'monthly', at => $1) order by timestamp desc limit 1`,
      [at],
    );
    const [bar] = await latestBars(database, {
      instruments: ["SPX"],
      frequency: "monthly",
      at,
      maxAge: null,
    });
    assert.deepEqual(last.rows[0] ?? null, bar?.bar);
  }
}

const refused: readonly (readonly [call: string, code: string, message: RegExp])[] = [
  [
    "as_of('ALFRED/NONE', now())",
    "P0002",
    /^Cannot find the series "ALFRED\/NONE": it is not in series_metadata/,
  ],
  ["as_of(77, now())", "P0002", /^Cannot find the series "77"/],
  ["panel(array['ALFRED/NONE'], array[now()])", "P0002", /^Cannot find the series "ALFRED\/NONE"/],
  [
    "as_of('ALFRED/GDPC1', '2024-09-26')",
    "22007",
    /^Cannot read "2024-09-26" as an instant: it is a day without a time, write/,
  ],
  ["as_of('ALFRED/GDPC1', '2024-09-26 08:30')", "22007", /it is a time without an offset, write/],
  ["as_of('ALFRED/GDPC1', current_date)", "22007", /it is a day, write/],
  ["as_of('ALFRED/GDPC1', localtimestamp)", "22007", /it is a time without an offset, write/],
  ["as_of('ALFRED/GDPC1', null)", "22007", /null/],
  ["panel(array['ALFRED/GDPC1'], array['2024-09-26'])", "22007", /it is a day without a time/],
  ["as_of('ALFRED/GDPC1', now(), lag => '1 month')", "22023", /^Cannot read "1 mon" as a lag/],
  [
    "as_of('ALFRED/GDPC1', now(), kinds => '{old}')",
    "22023",
    /^Cannot read vintages of the kinds {old}/,
  ],
  [
    "latest('ALFRED/GDPC1', now(), max_age => '36 hours')",
    "22023",
    /^Cannot read "36:00:00" as an age/,
  ],
  ["nth_release('ALFRED/GDPC1', 0, now())", "22023", /^Cannot read the release "0"/],
  [
    "changes_since(array['ALFRED/GDPC1'], '2024-02-01T00:00Z', '2024-01-01T00:00Z')",
    "22023",
    /^Cannot read changes: "since" is after "at"/,
  ],
  ["changes_since(array['ALFRED/GDPC1'], '2024-02-01', now())", "22007", /a day without a time/],
  ["changes_since(array['ALFRED/GDPC1'], now(), '2024-02-01')", "22007", /a day without a time/],
  ["changes_since(array['ALFRED/GDPC1'], current_date, now())", "22007", /it is a day, write/],
  ["panel(null::text[], array[now()])", "22004", /^Cannot find the series: null/],
  ["panel(array['ALFRED/GDPC1'], array[null, now()])", "22004", /^Cannot read null as an instant/],
  ["bars('NONE', 'daily')", "P0002", /^Cannot find the instrument "NONE"/],
  [
    "bars('SPX', 'irregular', at => now())",
    "22023",
    /^Cannot say when a bar of the frequency "irregular" is known/,
  ],
  [
    "bars('SPX', 'daily', now(), now() - interval '1 day')",
    "22023",
    /"from_time" is after "to_time"/,
  ],
];

functionTest("the SQL functions refuse what the library refuses", async ({ client }) => {
  const series = await makeSeries(client, { code: "GDPC1" });
  await writeRows(client, series, rows);
  await client.query(`insert into instruments (ticker, name, asset_class, country, currency)
    values ('SPX', 'SPX', 'equity', 'US', 'USD')`);
  await client.query(`insert into market_data (instrument_id, frequency, timestamp, close)
    select id, 'daily', '2024-01-02Z', 1 from instruments`);
  for (const [call, code, message] of refused) {
    await assert.rejects(client.query(`select * from strata.${call}`), { code, message }, call);
  }
});
