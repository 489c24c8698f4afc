import { fileURLToPath } from "node:url";
import { migrations } from "../../migrations/mod.ts";
import { isTracing, telemetry } from "../../src/base/telemetry/mod.ts";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import { throwawayDatabase } from "../support/mod.ts";
import type { BenchRow } from "./measure.ts";

/** Options of {@linkcode runTelemetry}. */
export interface RunTelemetryOptions {
  /** The server; the run creates its own database there and drops it. */
  readonly url: string;
  /** Fewer rounds. */
  readonly quick: boolean;
  /** Called with each finished row. */
  readonly onRow: (row: BenchRow) => void;
}

/**
 * Measures what telemetry costs: on against off, in a process that exports to a collector which
 * takes everything, on against the bare spans of the runtime, and the looks that are left while it is off against the statement they belong
 * to.
 */
export async function runTelemetry({ url, quick, onRow }: RunTelemetryOptions): Promise<void> {
  await using given = await throwawayDatabase(url);
  await createMigrator({ open: () => openPostgresSession(given.url), migrations }).up();
  await seed(given.client);
  await using collector = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      await request.arrayBuffer();
      return new Response(null);
    },
  );
  const origin = `http://127.0.0.1:${collector.addr.port}`;
  const measured = await medians(given.url, origin, quick ? 5 : 31);
  // One span of the runtime takes more than 3 % of a statement of a tenth of a millisecond: what is
  // short has its bound beside a bare span.
  const atMost = { bound: 1.03, kind: "at most" } as const;
  const against = { untraced: "the same untraced", bareSpans: "the same in bare spans" } as const;
  for (const [kind, times] of Object.entries(measured)) {
    for (const [name, { ours, plain, ratio }] of Object.entries(times)) {
      onRow({
        ...{ name: `${name}, traced`, against: Reflect.get(against, kind), size: "one caller" },
        ...{ ours, plain, unit: "ms", ratio },
        target: kind === "untraced" && name in measured.bareSpans ? null : atMost,
      });
    }
  }
  const [first] = Object.values(measured.untraced);
  if (first !== undefined) onRow(offRow(first.plain / 200));
}

/** Medians in milliseconds: traced and not, and of the ratios of neighbours. */
export interface TelemetryTimes {
  readonly ours: number;
  readonly plain: number;
  readonly ratio: number;
}

/** By what the traced work was compared with, and by its name. */
type Medians = Readonly<
  Record<"untraced" | "bareSpans", Readonly<Record<string, TelemetryTimes>>>
>;

async function medians(url: string, collector: string, rounds: number): Promise<Medians> {
  const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--no-prompt", "--no-check", "--quiet", "-A"],
      `--config=${path("../../deno.json")}`,
      ...[path("telemetry_program.ts"), url, String(rounds)],
    ],
    env: {
      NO_COLOR: "1",
      OTEL_DENO: "true",
      OTEL_DENO_CONSOLE: "ignore",
      OTEL_EXPORTER_OTLP_ENDPOINT: collector,
    },
    stdout: "piped",
    stderr: "piped",
  }).output();
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  if (!success) throw new Error(`Cannot measure telemetry: ${text(stderr)}`);
  return JSON.parse(text(stdout));
}

/** While off, a statement asks six times whether it is to be traced. */
function offRow(statementMs: number): BenchRow {
  const LOOKS = 6_000_000;
  let seen = 0;
  const begun = performance.now();
  for (let i = 0; i < LOOKS; i++) seen += isTracing() || telemetry() !== undefined ? 1 : 0;
  const looksMs = seen === 0 ? (performance.now() - begun) / (LOOKS / 6) : NaN;
  const ours = statementMs + looksMs;
  return {
    ...{ name: "a point query, telemetry off", against: "the same without its looks" },
    ...{ size: "one caller", ours, plain: statementMs, unit: "ms", ratio: ours / statementMs },
    target: { bound: 1.01, kind: "at most" },
  };
}

async function seed(client: { query(text: string): Promise<unknown> }): Promise<void> {
  await client.query("insert into data_sources (name) values ('a')");
  await client.query(
    `insert into series_metadata
        (source_id, series_code, name, unit, frequency, country, release_timezone)
      values (1, 'S', 'S', 'percent', 'monthly', 'US', 'America/New_York')`,
  );
  await client.query(
    `insert into macro_series (series_id, observation_date, release_time, value, source)
      select 1, day::date, day + interval '30 days', 1, 'a'
      from generate_series('2020-01-01'::timestamptz, '2024-01-01', '1 month') day`,
  );
}
