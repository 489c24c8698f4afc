// @ts-types="@types/pg"
import pg from "pg";
import { migrations } from "../../migrations/mod.ts";
import { parseQuestion, planQuestion } from "../../src/answers/question/mod.ts";
import type { Queryable } from "../../src/base/sql/mod.ts";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import { throwawayDatabase } from "../support/mod.ts";
import type { BenchRow } from "./measure.ts";
import { load, loadPair } from "./serve_load.ts";
import { startServer } from "./serve_process.ts";

/** Options of {@linkcode runServe}. */
export interface RunServeOptions {
  /** The server; the run creates its own database there and drops it. */
  readonly url: string;
  /** Fewer calls. */
  readonly quick: boolean;
  readonly onNote: (note: string) => void;
  readonly onRow: (row: BenchRow) => void;
}

const CALLERS = 16;
const AT = "2025-06-01T00:00:00Z";
const SERIES = 20;

/**
 * Measures `deno task serve` in a process of its own under the load of 16 callers, compared with the
 * same statement by node-postgres, with as many connections, without HTTP and without a format. Then
 * its memory over many requests.
 */
export async function runServe({ url, quick, onNote, onRow }: RunServeOptions): Promise<void> {
  await using given = await throwawayDatabase(url);
  await createMigrator({ open: () => openPostgresSession(given.url), migrations }).up();
  await writeSeries(given.client);
  await using server = await startServer(given.url, CALLERS);
  const pool = new pg.Pool({ connectionString: given.url, max: CALLERS });
  try {
    const instants = Array.from(
      { length: 250 },
      (_, day) => new Date(Date.parse("2024-06-01T18:00:00Z") + day * 86_400_000).toISOString(),
    );
    const series = Array.from({ length: SERIES }, (_, place) => `BENCH/S${place}`);
    const cases = [
      {
        name: "one series as JSON",
        size: "480 rows",
        path: `/v1/series/BENCH/S1?asOf=${AT}`,
        question: { kind: "as-of", series: ["BENCH/S1"], at: AT },
        calls: quick ? 200 : 1_000,
      },
      {
        name: "one panel as Arrow",
        size: `${SERIES * instants.length} rows`,
        path: `/v1/panel?format=arrow&${series.map((one) => `series=${one}`).join("&")}&${
          instants.map((one) => `asOf=${one}`).join("&")
        }`,
        question: { kind: "panel", series, at: instants },
        calls: quick ? 50 : 200,
      },
    ];
    for (const { name, size, path, question, calls } of cases) {
      const { text } = await planQuestion(pool as Queryable, parseQuestion(question));
      const { ours, plain } = await loadPair(
        () => asked(`${server.origin}${path}`),
        () => pool.query(text),
        { callers: CALLERS, calls, rounds: quick ? 1 : 3 },
      );
      const row = { against: "the same SQL by node-postgres, no HTTP", size, target: null };
      const rowOf = (what: string, unit: BenchRow["unit"], mine: number, theirs: number) =>
        onRow({
          ...row,
          name: `${name}, ${what}, ${CALLERS} callers`,
          ours: mine,
          plain: theirs,
          unit,
          ratio: mine / theirs,
        });
      rowOf("served", "requests/s", ours.perSecond, plain.perSecond);
      rowOf("p50", "ms", ours.p50, plain.p50);
      rowOf("p99", "ms", ours.p99, plain.p99);
      const share = 1 - plain.perSecond ** -1 / ours.perSecond ** -1;
      onNote(`${name}: ${Math.round(100 * Math.max(0, share))} % of the time is the API's own`);
    }
    await measureMemory(server, quick ? 2_000 : 40_000, onNote);
  } finally {
    await pool.end();
  }
}

async function measureMemory(
  server: Awaited<ReturnType<typeof startServer>>,
  calls: number,
  onNote: (note: string) => void,
): Promise<void> {
  const call = (turn: number) =>
    asked(`${server.origin}/v1/series/BENCH/S${turn % SERIES}?asOf=${AT}`);
  await load(call, { callers: CALLERS, calls: calls / 5 });
  const before = await server.residentMib();
  const begun = performance.now();
  await load(call, { callers: CALLERS, calls });
  const minutes = (performance.now() - begun) / 60_000;
  onNote(
    `memory of the server after ${
      calls / 5
    } requests and after ${calls} more: ${before} and ${await server
      .residentMib()} MiB, in ${minutes.toFixed(1)} minutes; an hour's worth at ${
      Math.round(calls / 3_600)
    } requests a second`,
  );
}

async function asked(url: string): Promise<void> {
  const response = await fetch(url);
  const bytes = await response.bytes();
  if (response.status !== 200) throw new TypeError(new TextDecoder().decode(bytes.slice(0, 500)));
}

/** Series of 40 years, monthly, each value printed three times. */
async function writeSeries(client: Queryable): Promise<void> {
  await client.query("insert into data_sources (name) values ('BENCH')");
  await client.query(
    `insert into series_metadata
      (source_id, series_code, name, frequency, country, unit, release_timezone)
    select id, 'S' || place, 'S' || place, 'monthly', 'US', 'index', 'America/New_York'
    from data_sources, generate_series(0, $1 - 1) place`,
    [SERIES],
  );
  await client.query(
    `insert into macro_series
      (series_id, observation_date, revision_number, value, release_time)
    select s.id, month::date, revision, s.id + revision / 7.0, month + (revision + 1) * interval '20 days'
    from series_metadata s,
      generate_series(timestamptz '1985-01-01Z', '2024-12-01Z', '1 month') month,
      generate_series(0, 2) revision`,
  );
  await client.query("analyze macro_series");
}
