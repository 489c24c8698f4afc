// What telemetry_run.ts runs in a process with OTEL_DENO=true: each piece of work with this
// package's telemetry on and off in turn, and the short ones with telemetry on beside a span that is
// made by hand. Prints the medians as JSON.
import { metrics, SpanKind, trace } from "@opentelemetry/api";
import { eq } from "drizzle-orm";
import { createDatabase, dataSources, insertRows, latest, ohlcv } from "../../mod.ts";
import { switchOff, switchOn } from "../../src/base/telemetry/switch.ts";
import { median } from "./measure.ts";
import type { TelemetryTimes } from "./telemetry_run.ts";

const [url = "", rounds = "21"] = Deno.args;
const CALLS = 200;
const ROWS = 20_000;

await using database = createDatabase({ url });
const { db } = database;

/** A meter whose instruments are created once, however often it is asked for them. */
const made = new Map<string, unknown>();
const meter = new Proxy(metrics.getMeter("bench"), {
  get: (target, create) => (name: string, options: unknown) => {
    if (!made.has(name)) made.set(name, Reflect.get(target, create).call(target, name, options));
    return made.get(name);
  },
});
const meterProvider = { getMeter: () => meter };

function switched(isOn: boolean, work: () => Promise<unknown>): () => Promise<void> {
  return async () => {
    if (isOn) await switchOn({ meterProvider });
    else switchOff();
    await work();
  };
}

const times = (call: () => PromiseLike<unknown>) => async () => {
  for (let i = 0; i < CALLS; i++) await call();
};

const tracer = trace.getTracer("bench");

/** The least that a traced call costs in this runtime: a span with what ours tells of a statement. */
const inBareSpan = (call: () => PromiseLike<unknown>) => async () => {
  const attributes = {
    "db.system.name": "postgresql",
    "db.namespace": "strata",
    "server.address": "127.0.0.1",
    "server.port": 5432,
    "db.query.summary": "select data_sources",
    "db.query.text": "select id, name from data_sources where id = $1",
    "db.response.returned_rows": 1,
  };
  const span = tracer.startSpan("select data_sources", { kind: SpanKind.CLIENT, attributes });
  await call();
  span.end();
};

let minute = 0;
const candles = () => {
  const from = Date.UTC(2020, 0, 1) + minute * 60_000;
  minute += ROWS;
  return insertRows(
    database,
    ohlcv,
    Array.from({ length: ROWS }, (_, i) => ({
      exchange: "coinbase" as const,
      symbol: "BTC-USD",
      timeframe: "1m" as const,
      time: new Date(from + i * 60_000),
      open: 1,
      high: 2,
      low: 1,
      close: i,
      volume: 1,
    })),
  );
};

const pointQuery = () =>
  db.select({ id: dataSources.id, name: dataSources.name }).from(dataSources)
    .where(eq(dataSources.id, 1));
const latestValue = () => latest(database, { series: 1, at: "2024-06-01T00:00:00Z" });

const results = {
  untraced: {
    [`${CALLS} point queries through Drizzle and the pool`]: await compare(
      times(pointQuery),
      times(pointQuery),
    ),
    [`${CALLS} reads of a latest value`]: await compare(times(latestValue), times(latestValue)),
    "insertRows of 20,000 candles": await compare(candles, candles),
  },
  bareSpans: {
    [`${CALLS} point queries through Drizzle and the pool`]: await compare(
      times(pointQuery),
      times(inBareSpan(pointQuery)),
    ),
    [`${CALLS} reads of a latest value`]: await compare(
      times(latestValue),
      times(inBareSpan(latestValue)),
    ),
  },
};
await Deno.stdout.write(new TextEncoder().encode(JSON.stringify(results)));

/** Compares work while telemetry is on with other work while it is off. */
function compare(
  on: () => Promise<unknown>,
  off: () => Promise<unknown>,
): Promise<TelemetryTimes> {
  return pairs(switched(true, on), switched(false, off));
}

/** The median of the ratios of neighbours, which other load on the machine moves the least. */
async function pairs(on: () => Promise<void>, off: () => Promise<void>): Promise<TelemetryTimes> {
  const timed = async (work: () => Promise<void>): Promise<number> => {
    const begun = performance.now();
    await work();
    return performance.now() - begun;
  };
  const times: { readonly on: number; readonly off: number }[] = [];
  await on();
  await off();
  for (let round = 0; round < Number(rounds); round++) {
    const [first, second] = round % 2 === 0 ? [on, off] : [off, on];
    const [one, other] = [await timed(first), await timed(second)];
    times.push(round % 2 === 0 ? { on: one, off: other } : { on: other, off: one });
  }
  return {
    ours: median(times.map(({ on }) => on)),
    plain: median(times.map(({ off }) => off)),
    ratio: median(times.map(({ on, off }) => on / off)),
  };
}
