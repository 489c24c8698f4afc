import { createApi } from "../../src/answers/serve/mod.ts";
import type { Api, ApiOptions } from "../../src/answers/serve/mod.ts";
import type { Database } from "../../src/database/mod.ts";
import type { Queryable } from "../../src/base/sql/mod.ts";
import { type ApiToken, Secret } from "../../src/base/settings/mod.ts";
import { createTestDatabase } from "../../src/testing/mod.ts";
import { appendVintage, makeSeries, readingTest } from "./point_in_time_support.ts";

/** A database with series, bars, candles and curves, and a way to ask the API on it. */
export interface ServeTest {
  readonly database: Pick<Database, "pool" | "replica" | "db">;
  readonly client: Queryable;
  /** The server's URL; undefined in the process. */
  readonly url: string | undefined;
}

/** Declares a test of the API on every server, and on PGlite. */
export function serveTest(name: string, run: (t: ServeTest) => Promise<void>): void {
  readingTest(name, async (given) => {
    await seed(given.client);
    await run(given);
  });
  Deno.test(`in the process: ${name}`, async () => {
    await using database = await createTestDatabase();
    await seed(database.pool);
    await run({ database, client: database.pool, url: undefined });
  });
}

/** An API on a port of loopback. */
export interface ServedApi extends AsyncDisposable {
  readonly api: Api;
  /** Asks over HTTP. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  readonly origin: string;
}

/** Serves an API on a free port of loopback. */
export function serveOnLoopback(
  database: ServeTest["database"],
  options: ApiOptions = {},
): ServedApi {
  const api = createApi(database, options);
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => api.fetch(request),
  );
  const origin = `http://127.0.0.1:${server.addr.port}`;
  return {
    api,
    origin,
    ask: async (path, init) => await fetch(`${origin}${path}`, init),
    async [Symbol.asyncDispose]() {
      await api.end({ timeoutMs: 1_000 });
      await server.shutdown();
    },
  };
}

/** Makes a token. */
export function token(name: string, until?: string): ApiToken & { readonly header: string } {
  const text = `${name}-0123456789abcdef`;
  return { name, token: new Secret(text), until, header: `Bearer ${text}` };
}

/** Two series with revisions, one whose code holds what URLs escape, a bar, a candle and a curve. */
export async function seed(client: Queryable): Promise<void> {
  const gdp = await makeSeries(client, { code: "GDPC1" });
  for (
    const [release, values] of [
      ["2024-07-25T12:30:00Z", { "2024-04-01": 22918.739 }],
      ["2024-08-29T12:30:00Z", { "2024-04-01": 22924.863 }],
      ["2024-09-26T12:30:00Z", { "2024-01-01": 23053.545, "2024-04-01": 23223.906 }],
      ["2024-10-30T12:30:00Z", { "2024-07-01": 23386.248 }],
    ] as const
  ) {
    await appendVintage(client, gdp, { release, values: new Map(Object.entries(values)) });
  }
  const odd = await makeSeries(client, { source: "OECD", code: ODD_CODE });
  await appendVintage(client, odd, {
    release: "2024-09-01T00:00:00Z",
    values: new Map([["2024-08-01", 1.5]]),
  });
  await client.query("update macro_series set ingested_at = release_time");
  const { rows: [instrument] } = await client.query<{ id: number }>(
    `insert into instruments (ticker, name, asset_class, country, currency)
    values ('SPX', 'S&P 500', 'equity', 'US', 'USD') returning id`,
  );
  await client.query(
    `insert into market_data (instrument_id, frequency, "timestamp", close)
    select $1, 'daily', day, 5000 + place
    from unnest(array['2024-09-24Z', '2024-09-25Z', '2024-09-26Z']::timestamptz[])
      with ordinality as days (day, place)`,
    [instrument?.id],
  );
  await client.query(
    `insert into ohlcv (exchange, symbol, timeframe, time, open, high, low, close, volume)
    select 'binance', 'BTC/USDT', '1h', hour, 1, 2, 0.5, 1.5, 10
    from generate_series(timestamptz '2024-09-26 00:00Z', '2024-09-26 12:00Z', '1 hour') hour`,
  );
  await client.query(
    `insert into curves (curve_id, curve_date, tenor_days, tenor_label, rate)
    values ('US_TREASURY_PAR', '2024-09-25', 365, '1 Yr', 3.97),
      ('US_TREASURY_PAR', '2024-09-25', 3650, '10 Yr', 3.79)`,
  );
}

/** A code as the OECD has them, with a percent sign for good measure. */
export const ODD_CODE = "OECD.SDD.NAD,DSD_NAMAIN1@DF_QNA,1.1/Q.USA 100%/vintages";

/** Adds a series of 300,000 revisions, an answer of 40 MB as JSON. */
export async function addManyRevisions(client: Queryable): Promise<void> {
  const id = await makeSeries(client, { code: "MANY" });
  await client.query(
    `insert into macro_series
      (series_id, observation_date, revision_number, value, release_time, ingested_at)
    select $1, date '2024-01-01' + day, revision, day * 10000 + revision, moment, moment
    from generate_series(0, 59) day, generate_series(0, 4999) revision,
      lateral (select timestamptz '2024-03-01Z' + revision * interval '1 minute' as moment) at`,
    [id],
  );
}

/** Waits until a condition holds, for at most some seconds. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
): Promise<void> {
  const end = performance.now() + 10_000;
  while (!await holds()) {
    if (performance.now() > end) throw new Error(`It never came to pass: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** The statements of the API that the server works on, by what each waits for. */
export async function activity(client: Queryable): Promise<readonly string[]> {
  const { rows } = await client.query<{ wait: string }>(
    `select coalesce(wait_event, 'works') as wait from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and state = 'active'
      and query like '%copy (%'`,
  );
  return rows.map(({ wait }) => wait);
}
