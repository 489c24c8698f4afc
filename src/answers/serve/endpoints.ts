import { z } from "@hono/zod-openapi";
import type { Endpoint, PathValues, QueryValues } from "./endpoint.ts";
import { panelInstants } from "./_panel_instants.ts";
import * as parameter from "./_parameters.ts";

const { asOf, clock, figures, format, own, range, reach, series, times } = parameter;
const ofSeries = {
  source: ["The source of the series.", "ALFRED"],
  code: [
    "The source's code. It may hold slashes; one that ends like a path below this one is written " +
    "with %2F.",
    "GDPC1",
  ],
} as const;
const oneSeries = (path: PathValues) => `${path["source"]}/${path["code"]}`;
const strictly = (shape: z.core.$ZodLooseShape) => z.strictObject({ ...shape, ...format });

/** Puts a query under a question's names: its instant is `at`, and yes or no are booleans. */
function question(kind: string, { asOf: at, format: _, ...query }: QueryValues) {
  const rest = Object.entries(query).map(([name, value]): [string, unknown] => [
    name,
    flags.has(name) && value !== undefined ? value === "true" : value,
  ]);
  return { kind, ...at === undefined ? {} : { at }, ...Object.fromEntries(rest) };
}

const flags = new Set(["strict", "ahead", "built"]);

/** A read of one series below its path. */
function below(name: string, kind: string, summary: string): Endpoint {
  return {
    path: `/v1/series/{source}/{code}/${name}`,
    summary,
    parts: ofSeries,
    query: strictly({ asOf, ...clock, ...range }),
    ask: (path, query) => ({ ...question(kind, query), series: oneSeries(path) }),
  };
}

/** Every path that answers a question, by its name. */
export const endpoints = {
  list: {
    path: "/v1/series",
    summary: "The series that there are",
    description: "Names and units are those of today.",
    parts: {},
    query: strictly({ source: own.source, search: own.search, asOf: own.listedAsOf }),
    ask: (_path, { asOf: _, ...query }) => question("series", query),
  },
  series: {
    path: "/v1/series/{source}/{code}",
    summary: "A series as it was known at an instant: one row per observation",
    parts: ofSeries,
    query: strictly({ asOf, ...clock, ...range, ...figures }),
    ask: (path, query) => ({ ...question("as-of", query), series: [oneSeries(path)] }),
  },
  vintages: below("vintages", "vintages", "The instants at which a series changed"),
  revisions: below("revisions", "revisions", "Every release that changed a value"),
  matrix: below("matrix", "matrix", "A series by vintage: each as it was known then"),
  releases: {
    path: "/v1/series/{source}/{code}/releases/{n}",
    summary: "The n-th release of each observation; the first is 1",
    parts: { ...ofSeries, n: ["The number of the release, from 1 on.", "1"] },
    query: strictly({ asOf, ...clock, ...range }),
    ask: (path, query) => ({
      ...question("nth-release", query),
      series: oneSeries(path),
      n: /^\d{1,9}$/.test(path["n"] ?? "") ? Number(path["n"]) : path["n"],
    }),
  },
  panel: {
    path: "/v1/panel",
    summary: "The latest value of many series at many instants, carried forward",
    parts: {},
    query: strictly({ series, ...parameter.instants, ...clock, ...reach, ...figures }),
    ask: (_path, { from, to, time, timeZone, days, ...query }) => ({
      ...question("panel", query),
      at: panelInstants({ asOf: query["asOf"], from, to, time, timeZone, days }),
    }),
  },
  crossSection: {
    path: "/v1/cross-section",
    summary: "The latest value of many series at one instant",
    parts: {},
    query: strictly({ series, asOf, ...clock, ...reach }),
    ask: (_path, query) => question("cross-section", query),
  },
  bars: {
    path: "/v1/bars/{instrument}",
    summary: "The bars of an instrument that were finished at an instant",
    parts: { instrument: ["The ticker of the instrument.", "SPX"] },
    query: strictly({ frequency: own.frequency, asOf, delay: own.delay, ...times }),
    ask: (path, query) => ({ ...question("bars", query), instrument: path["instrument"] }),
  },
  candles: {
    path: "/v1/candles/{exchange}/{symbol}",
    summary: "The candles of a symbol that were finished at an instant",
    parts: {
      exchange: ["The exchange.", "binance"],
      symbol: ["The symbol; it may hold slashes.", "BTC/USDT"],
    },
    query: strictly({ timeframe: own.timeframe, asOf, built: own.built, ...times }),
    ask: (path, query) => ({
      ...question("candles", query),
      exchange: path["exchange"],
      symbol: path["symbol"],
    }),
  },
  curves: {
    path: "/v1/curves/{id}",
    summary: "The curve of a day that was over at an instant",
    parts: { id: ["The curve.", "US_TREASURY_PAR"] },
    query: strictly({ day: own.day, asOf, maxAge: own.maxAge }),
    ask: (path, query) => ({ ...question("curve", query), curve: path["id"] }),
  },
  changes: {
    path: "/v1/changes",
    summary: "What changed in series between two instants",
    parts: {},
    query: strictly({
      series,
      since: own.since,
      asOf,
      knownSince: own.knownSince,
      ...clock,
      ...range,
    }),
    ask: (_path, query) => question("changes", query),
  },
} as const satisfies Readonly<Record<string, Endpoint>>;

/** The name of an endpoint. */
export type EndpointName = keyof typeof endpoints;
