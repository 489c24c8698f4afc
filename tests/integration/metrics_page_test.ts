import assert from "node:assert/strict";
import { migrations } from "../../migrations/mod.ts";
import { createApi } from "../../src/answers/serve/mod.ts";
import type { Queryable } from "../../src/base/sql/mod.ts";
import { Secret } from "../../src/base/settings/mod.ts";
import { createDatabase } from "../../src/database/mod.ts";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import { createDashboard } from "../../src/operate/dashboard/mod.ts";
import { createMetricsPage, type MetricsPool } from "../../src/operate/metrics/mod.ts";
import { type ParsedFamily, parseExposition } from "../support/parse_exposition.ts";
import { serverTest } from "../support/mod.ts";

type Families = ReadonlyMap<string, ParsedFamily>;

/** The value of a metric with these labels. */
function valueOf(
  families: Families,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined {
  return families.get(name)?.samples.find((sample) =>
    Object.entries(labels).every(([label, value]) => sample.labels[label] === value)
  )?.value;
}

serverTest(
  "community",
  "the page tells of jobs, chunks, aggregates and late series",
  async (_t, { url, client }) => {
    await createMigrator({ open: () => openPostgresSession(url), migrations }).up();
    await client.query(
      `insert into ohlcv (exchange, symbol, timeframe, "time", open, high, low, close, volume)
      select 'coinbase', 'BTC-USD', '1m', minute, 1, 1, 1, 1, 1
      from generate_series('2024-01-01'::timestamptz, '2024-01-03', '1 minute') minute`,
    );
    await client.query("analyze ohlcv");
    const { rows: [job] } = await client.query(
      `select job_id from timescaledb_information.jobs
      where proc_name in ('policy_compression', 'policy_columnstore') and hypertable_name = 'ohlcv'`,
    );
    await client.query(`call run_job(${job.job_id})`);
    await seedJob(client, { name: "broken", isFailed: true });
    await seedJob(client, { name: "fine", isFailed: false });
    await seedLateSeries(client);
    await using database = createDatabase({ url });
    const families = parseExposition(await createMetricsPage(database)([]));
    const value = (name: string, labels?: Readonly<Record<string, string>>) =>
      valueOf(families, name, labels);

    for (const part of ["observed", "late", "sources", "connections"]) {
      assert.equal(value("strata_read_success", { part }), 1, part);
    }
    const ohlcv = { hypertable: "ohlcv" };
    assert.ok((value("strata_hypertable_chunks", { ...ohlcv, state: "compressed" }) ?? 0) > 0);
    assert.equal(value("strata_hypertable_chunks", { ...ohlcv, state: "partial" }), 0);
    assert.ok((value("strata_hypertable_rows", ohlcv) ?? 0) >= 2_000);
    assert.ok((value("strata_hypertable_bytes", ohlcv) ?? 0) > 8_192);
    assert.ok((value("strata_hypertable_compression_ratio", ohlcv) ?? 0) > 0);
    const of = (procedure: string) => ({
      job_id:
        families.get("strata_job_runs_total")?.samples.find(({ labels }) =>
          labels["job_name"]?.includes(procedure)
        )?.labels["job_id"] ?? "",
    });
    assert.equal(value("strata_job_failed", of("broken")), 1);
    assert.equal(value("strata_job_failures_total", of("broken")), 1);
    assert.equal(value("strata_job_last_success_timestamp_seconds", of("broken")), undefined);
    assert.equal(value("strata_job_failed", of("fine")), 0);
    const succeeded = value("strata_job_last_success_timestamp_seconds", of("fine")) ?? 0;
    assert.ok(Math.abs(Date.now() / 1_000 - succeeded) < 60);
    assert.equal(value("strata_job_scheduled", of("fine")), 1);
    assert.equal(value("strata_job_running", of("fine")), 0);
    assert.equal(value("strata_job_interval_seconds", of("fine")), 3_600);
    const next = value("strata_job_next_start_timestamp_seconds", of("fine")) ?? 0;
    assert.ok(next > succeeded && next < succeeded + 3_700);
    assert.ok(families.has("strata_continuous_aggregate_materialized"));
    const late = value("strata_series_late_seconds", { source: "fred", series: 'GD"P' }) ?? 0;
    assert.ok(Math.abs(late - 7_200) < 60, `${late} s late`);
    assert.equal(value("strata_source_late_series", { source: "fred" }), 1);
    assert.equal(value("strata_source_followed_series", { source: "fred" }), 2);
    assert.equal(value("strata_source_failing_series", { source: "fred" }), 1);
    const age = value("strata_source_newest_release_age_seconds", { source: "fred" }) ?? 0;
    assert.ok(Math.abs(age - 86_400) < 60, `${age} s old`);
    assert.ok((value("strata_server_connections", { state: "active" }) ?? 0) >= 1);
    assert.equal(value("strata_pool_connections", { state: "idle" }), 1);
    assert.ok((value("process_resident_memory_bytes") ?? 0) > 1e6);
  },
);

serverTest("timescaledb", "many scrapers read the database once", async (_t, { url }) => {
  await using database = createDatabase({ url });
  let leases = 0;
  const pool = database.pool;
  const counted: MetricsPool = {
    get totalCount() {
      return pool.totalCount;
    },
    get idleCount() {
      return pool.idleCount;
    },
    get waitingCount() {
      return pool.waitingCount;
    },
    options: pool.options,
    connect: () => {
      leases++;
      return pool.connect();
    },
  };
  const page = createMetricsPage({ pool: counted }, { keepMs: 200 });
  const texts = await Promise.all(Array.from({ length: 50 }, () => page([])));
  assert.equal(leases, 1);
  // This database is not migrated.
  const families = parseExposition(texts[0] ?? "");
  assert.equal(valueOf(families, "strata_read_success", { part: "late" }), 0);
  assert.equal(valueOf(families, "strata_read_success", { part: "connections" }), 1);
  await new Promise((resolve) => setTimeout(resolve, 300));
  await page([]);
  assert.equal(leases, 2);
});

Deno.test("where the database is away, the page says so soon", async () => {
  await using database = createDatabase({ url: "postgres://nobody:nothing@127.0.0.1:9/none" });
  const begun = performance.now();
  const families = parseExposition(await createMetricsPage(database)([]));
  assert.ok(performance.now() - begun < 8_500);
  assert.equal(valueOf(families, "strata_read_success", { part: "observed" }), 0);
  assert.equal(families.has("strata_hypertable_bytes"), false);
  assert.ok(families.has("process_start_time_seconds"));
});

serverTest(
  "timescaledb",
  "serve has the page behind its tokens, and counts requests",
  async (_t, { url }) => {
    await using database = createDatabase({ url });
    const api = createApi(database, {
      metrics: createMetricsPage(database),
      tokens: [
        { name: "all", token: new Secret("all-token", "***"), until: undefined },
        { name: "past", token: new Secret("past-token", "***"), until: "2020-01-01T00:00:00Z" },
      ],
    });
    const ask = (path: string, token?: string) =>
      api.fetch(
        new Request(
          `http://api${path}`,
          token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } },
        ),
      );
    assert.equal((await ask("/metrics")).status, 401);
    assert.equal((await ask("/metrics", "past-token")).status, 403);
    assert.equal((await ask("/nowhere", "all-token")).status, 404);
    const response = await ask("/metrics", "all-token");
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    const families = parseExposition(await response.text());
    const requests = "strata_http_requests_total";
    assert.equal(valueOf(families, requests, { route: "/metrics", status: "401" }), 1);
    assert.equal(valueOf(families, requests, { route: "/metrics", status: "403" }), 1);
    assert.equal(valueOf(families, requests, { route: "none", status: "404" }), 1);
    assert.equal(valueOf(families, "strata_http_request_errors_total", { class: "client" }), 3);
    assert.equal(valueOf(families, "strata_http_request_errors_total", { class: "server" }), 0);
    const without = createApi(database);
    assert.equal((await without.fetch(new Request("http://api/metrics"))).status, 404);
  },
);

serverTest(
  "timescaledb",
  "the dashboard has the page too, behind its tokens",
  async (_t, { url }) => {
    await using database = createDatabase({ url });
    const notAsked = () => Promise.reject(new Error("not asked"));
    const dashboard = createDashboard(database, {
      tokens: [{ name: "all", token: new Secret("all-token", "***"), until: undefined }],
      redact: (text) => text,
      readServices: notAsked,
      readMigrations: notAsked,
      readDrift: notAsked,
    });
    const refused = await dashboard.fetch(new Request("http://page/metrics"));
    await refused.body?.cancel();
    assert.equal(refused.status, 401);
    const headers = { authorization: "Bearer all-token" };
    const response = await dashboard.fetch(new Request("http://page/metrics", { headers }));
    assert.equal(response.headers.get("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    const families = parseExposition(await response.text());
    assert.equal(valueOf(families, "strata_read_success", { part: "observed" }), 1);
    // It does not count its requests.
    assert.equal(families.has("strata_http_request_errors_total"), false);
    dashboard.end();
  },
);

/** Adds a job with the record of a run: the scheduler may take a minute on a busy server. */
async function seedJob(
  client: Queryable,
  { name, isFailed }: { readonly name: string; readonly isFailed: boolean },
): Promise<void> {
  await client.query(
    `create procedure ${name}(job_id int, config jsonb) language sql as 'select 1'`,
  );
  const { rows: [job] } = await client.query(
    `select add_job('${name}', '1 hour', initial_start => now() + interval '1 hour') as id`,
  );
  await client.query("delete from _timescaledb_internal.bgw_job_stat where job_id = $1", [job.id]);
  await client.query(
    `insert into _timescaledb_internal.bgw_job_stat values
      ($1, now(), now(), now() + interval '1 hour', case when $2 then '-infinity' else now() end,
        not $2, 1, '0', '0', (not $2)::int, $2::int, 0, $2::int, 0, 0)`,
    [job.id, isFailed],
  );
}

async function seedLateSeries(client: { query(text: string): Promise<unknown> }): Promise<void> {
  await client.query("insert into data_sources (name) values ('ALFRED')");
  await client.query(
    `insert into series_metadata
        (source_id, series_code, name, unit, frequency, country, release_timezone)
      values (1, 'GD"P', 'GDP', 'percent', 'monthly', 'US', 'America/New_York')`,
  );
  await client.query(
    `insert into strata_ingest.followed_series (source, code, series_id, error, newest_release)
      values ('fred', 'GD"P', 1, null, now() - interval '1 day'), ('fred', 'X', null, 'no', null)`,
  );
  await client.query(
    `insert into release_calendar (series_id, period, expected_at, zone, known_at)
      values (1, '2024-01-01', now() - interval '2 hours', 'America/New_York',
        now() - interval '1 day')`,
  );
}
