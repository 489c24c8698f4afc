import assert from "node:assert/strict";
import { migrations } from "../../migrations/mod.ts";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import { type EngineTest, engineTest } from "./_engine.ts";

/** The statements that write rows over many chunks, by table. */
const fillings: Readonly<Record<string, string>> = {
  "market_data": `insert into market_data (instrument_id, frequency, timestamp, close)
    select 1, 'daily', day, 1 from generate_series('2020-01-01'::timestamptz, '2023-12-31', '1 day') day`,
  "macro_series": `insert into macro_series (series_id, observation_date, value, release_time)
    select 1, day, 1, day + interval '30 days' from generate_series('1990-01-01'::date, '2024-12-01', '1 month') day`,
  "curves": `insert into curves (curve_id, curve_date, tenor_days, rate)
    select 'A', day, tenor, 1 from generate_series('2018-01-01'::date, '2023-12-31', '1 day') day, unnest(array[365, 3650]) tenor`,
  "flow_data": `insert into flow_data (series_id, observation_date, flow_type, value, release_time)
    select 1, day, 'x', 1, day + interval '30 days' from generate_series('1990-01-01'::date, '2024-12-01', '1 month') day`,
  "fiscal_data":
    `insert into fiscal_data (series_id, observation_date, fiscal_metric, value, release_time)
    select 1, day, 'x', 1, day + interval '30 days' from generate_series('1990-01-01'::date, '2024-12-01', '1 month') day`,
};

/** Migrates, then stops the policies, which would compress the same chunks at the same time. */
async function migrateQuietly(t: EngineTest): Promise<void> {
  await createMigrator({ open: () => openPostgresSession(t.url), migrations }).up();
  await t.sql(
    "select alter_job(job_id, scheduled => false) from timescaledb_information.jobs where hypertable_name is not null",
  );
}

async function chunks(t: EngineTest, table: string): Promise<number> {
  return (await t.one(
    `select count(*)::int as n from timescaledb_information.chunks where hypertable_name = '${table}'`,
  )).n;
}

for (const [table, filling] of Object.entries(fillings)) {
  engineTest(`compression merges the chunks of ${table} and keeps every row`, async (t) => {
    await migrateQuietly(t);
    await t.sql("insert into data_sources (name) values ('test')");
    await t.sql(
      `insert into series_metadata (source_id, series_code, name, frequency, country, unit, release_timezone)
      values (1, 'A', 'A', 'monthly', 'US', 'x', 'UTC')`,
    );
    await t.sql(
      "insert into instruments (ticker, name, asset_class, country, currency) values ('A', 'A', 'equity', 'US', 'USD')",
    );
    await t.sql(filling);
    const rows = await t.one(
      `select count(*)::int as n, md5(string_agg(r::text, '' order by r::text)) as hash from ${table} r`,
    );
    const before = await chunks(t, table);
    // Oldest first, like the policy: chunks merge into the older one.
    await t.sql(`select compress_chunk(chunk) from (
      select format('%I.%I', chunk_schema, chunk_name)::regclass as chunk from timescaledb_information.chunks
      where hypertable_name = '${table}' order by range_start) c`);
    const after = await chunks(t, table);
    assert.ok(after * 3 <= before, `${before} chunks became ${after}`);
    assert.deepEqual(
      await t.one(
        `select count(*)::int as n, md5(string_agg(r::text, '' order by r::text)) as hash from ${table} r`,
      ),
      rows,
    );
  }, { edition: "community" });
}

engineTest(
  "a compressed chunk takes an upsert and a re-run without decompressing more than its batch",
  async (t) => {
    await migrateQuietly(t);
    await t.sql(fillings["curves"] ?? "");
    await t.sql("select compress_chunk(chunk) from show_chunks('curves') chunk");
    await t.sql(
      "insert into curves (curve_id, curve_date, tenor_days, rate) values ('A', '2019-05-05', 365, 2) " +
        "on conflict (curve_id, curve_date, tenor_days) do update set rate = excluded.rate",
    );
    assert.deepEqual(
      await t.one(
        "select count(*)::int as n, sum(rate) as s from curves where curve_date = '2019-05-05'",
      ),
      { n: 2, s: 3 },
    );
  },
  { edition: "community" },
);
