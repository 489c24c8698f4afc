import { migrations } from "../../migrations/mod.ts";
import { createDatabase, type Database } from "../../src/database/mod.ts";
import { appendVintages } from "../../src/ingest/mod.ts";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import { databaseLimiter } from "../../src/sources/ask/database_limiter.ts";
import {
  fetchSeries,
  type FetchSummary,
  fred,
  type FredLimits,
  type RequestLimiter,
} from "../../src/sources/mod.ts";
import { dailyHistory, type FredHistory, fredKey, fredStandIn } from "../support/fred/mod.ts";
import { noLimit } from "../support/no_limit.ts";
import { throwawayDatabase } from "../support/mod.ts";
import type { StandIn } from "../support/stand_in/mod.ts";
import { type BenchRow, medianPair } from "./measure.ts";

/** Options of {@linkcode runFetch}. */
export interface RunFetchOptions {
  /** The server; the run creates its own database there and drops it. */
  readonly url: string;
  /** Fewer rounds, and neither the limit nor the memory. */
  readonly quick: boolean;
  /** Called with what was counted. */
  readonly onNote: (note: string) => void;
  /** Called with each finished row. */
  readonly onRow: (row: BenchRow) => void;
}

/**
 * Measures a fetch of every vintage of a daily series from a stand-in for FRED, compared with
 * `appendVintages` alone from a file of the same values; then its memory for ten times as many
 * vintages, and whether a limit of 120 requests a minute holds.
 */
export async function runFetch({ url, quick, onNote, onRow }: RunFetchOptions): Promise<void> {
  await using given = await throwawayDatabase(url);
  await createMigrator({ open: () => openPostgresSession(given.url), migrations }).up();
  await using database = createDatabase({ url: given.url });
  await using folder = await temporaryFolder();
  const vintages = 5_000;
  const file = `${folder.path}/vintages.jsonl`;
  await using server = fredStandIn([dailyHistory({ vintages })], { rates: [] });
  const summary = await fetched(database, server);
  await writeVintages(database, file);
  onNote(
    `${vintages} vintages of a daily series: ${summary.requests} requests, ` +
      `${summary.given} values given, ${summary.inserted} stored`,
  );
  const times = await medianPair(
    () => fetched(database, server),
    () => appended(database, file),
    { rounds: quick ? 1 : 4 },
  );
  onRow({
    name: "fetch of every vintage from a loopback FRED",
    against: "appendVintages from a file of the stored values",
    size: `${vintages} vintages`,
    ours: times.ours,
    plain: times.plain,
    unit: "ms",
    ratio: times.ours / times.plain,
    target: null,
  });
  if (quick) return;
  const [few, many] = [await peak(database, 1_000), await peak(database, 10_000)];
  onRow({
    name: "memory that a fetch adds",
    against: "1,000 vintages",
    size: "10,000 vintages",
    ours: many,
    plain: few,
    unit: "MiB",
    ratio: many / few,
    target: null,
  });
  await holdsLimit(database, onNote);
}

interface Fetching {
  readonly limiter?: RequestLimiter;
  readonly limits?: Partial<FredLimits>;
}

/** Fetches into a database that knows nothing of the series. */
async function fetched(
  database: Database,
  server: StandIn,
  { limiter = noLimit, limits = {} }: Fetching = {},
): Promise<FetchSummary> {
  await clear(database);
  const source = fred({ key: fredKey, baseUrl: `${server.url}/fred`, limits });
  return await fetchSeries(database, source, "DAILY", { limiter });
}

async function clear({ pool }: Database): Promise<void> {
  await pool.query("truncate macro_series, strata_ingest.vintage_coverage");
  await pool.query("delete from release_calendar");
  await pool.query("delete from strata_ingest.followed_series");
}

/** Writes what is stored to a file, in the order of its releases. */
async function writeVintages({ pool }: Database, file: string): Promise<void> {
  const { rows } = await pool.query(
    `select series_id as "seriesId", observation_date::text as "observationDate", value,
      to_char(release_time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "releaseTime",
      vintage_kind as "vintageKind"
    from macro_series order by release_time, observation_date`,
  );
  await Deno.writeTextFile(file, rows.map((row) => JSON.stringify(row)).join("\n"));
}

async function appended(database: Database, file: string): Promise<void> {
  await clear(database);
  const lines = (await Deno.readTextFile(file)).split("\n");
  await appendVintages(database, lines.map((line) => JSON.parse(line)));
}

/** The most memory that a fetch adds to the process, in MiB. */
async function peak(database: Database, vintages: number): Promise<number> {
  const history: FredHistory = dailyHistory({ vintages });
  await using server = fredStandIn([history], { rates: [] });
  await fetched(database, server);
  const before = Deno.memoryUsage().rss;
  let most = before;
  const timer = setInterval(() => most = Math.max(most, Deno.memoryUsage().rss), 20);
  try {
    await fetched(database, server);
  } finally {
    clearInterval(timer);
  }
  return Math.max(1, (most - before) / 1_048_576);
}

/** Fetches with small windows from a stand-in that refuses the third request in a second. */
async function holdsLimit(database: Database, onNote: (note: string) => void): Promise<void> {
  const rates = [{ requests: 120, withinMs: 60_000 }, { requests: 2, withinMs: 1_000 }];
  await using server = fredStandIn([dailyHistory({ vintages: 5_000 })], { rates });
  const limits = { vintages: 40 };
  const { requests } = await fetched(database, server, {
    limits,
    limiter: databaseLimiter(database),
  });
  const refused = server.traffic.requests.filter(({ status }) => status === 429).length;
  onNote(
    `${requests} requests under a limit of 120 a minute and 2 a second: at most ` +
      `${server.traffic.busiest()} in a minute, ${refused} refused`,
  );
}

async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await Deno.makeTempDir();
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}
