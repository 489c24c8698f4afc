import { StandIn, type StandInOptions, type StandInRequest } from "../stand_in/mod.ts";
import { bis } from "./bis.ts";
import { ecb } from "./ecb.ts";
import { eurostat } from "./eurostat.ts";
import { imf } from "./imf.ts";
import { oecd } from "./oecd.ts";
import { type Found, type Publisher, writeCsv } from "./publisher.ts";
import { changesUntil, currentOf, isAsked, matchesKey, type SdmxQuery } from "./query.ts";
import type { SdmxSeries } from "./series.ts";

/** The services that {@linkcode sdmxStandIn} can stand in for. */
export type SdmxPublisher = "ecb" | "eurostat" | "oecd" | "bis" | "imf";

const publishers: Readonly<Record<SdmxPublisher, Publisher>> = { ecb, eurostat, oecd, bis, imf };

/**
 * Starts a server on loopback that stands in for an SDMX service; it is not the real one. The file
 * of each publisher lists the rules it keeps. They all accept any period label for `startPeriod`
 * and `endPeriod`, also a year, ignore unknown parameters, and answer requests for other formats
 * than CSV with 406. The bodies of 404 are made up.
 */
export function sdmxStandIn(
  name: SdmxPublisher,
  series: readonly SdmxSeries[],
  options: StandInOptions = {},
): StandIn {
  const { now = () => new Date() } = options;
  return new StandIn({
    answer: (request) => answer(request, { publisher: publishers[name], series, now: now() }),
    refuse: () => new Response("Too Many Requests", { status: 429 }),
  }, options);
}

function answer(
  request: StandInRequest,
  { publisher, series, now }: {
    readonly publisher: Publisher;
    readonly series: readonly SdmxSeries[];
    readonly now: Date;
  },
): Response {
  const { flow, key = "all" } = publisher.path.exec(decodeURIComponent(request.endpoint))?.groups ??
    {};
  if (flow === undefined) return new Response("Not found", { status: 404 });
  if (!publisher.isCsv(request)) return new Response("Not acceptable", { status: 406 });
  const query = readQuery(request, { publisher, flow, key });
  if (query === null) return new Response("Bad request", { status: 400 });
  const found = find(request, { query, series, now });
  if (publisher.knowsHistory && isUnchanged(request, found.updated)) {
    return new Response(null, { status: 304 });
  }
  const isEmpty = (query.includeHistory ? found.changes : found.current).length === 0;
  const response = isEmpty
    ? publisher.nothing(found)
    : new Response(writeCsv(publisher.table(found), publisher.lineEnd), {
      headers: { "content-type": "text/csv; charset=utf-8" },
    });
  if (publisher.knowsHistory) {
    response.headers.set("last-modified", new Date(found.updated).toUTCString());
  }
  return response;
}

function readQuery(
  { parameters }: StandInRequest,
  { publisher, flow, key }: {
    readonly publisher: Publisher;
    readonly flow: string;
    readonly key: string;
  },
): SdmxQuery | null {
  const filter = parameters.get("c[TIME_PERIOD]") ?? "";
  const start = parameters.get("startPeriod") ?? /ge:([^+ ,]+)/.exec(filter)?.[1];
  const end = parameters.get("endPeriod") ?? /le:([^+ ,]+)/.exec(filter)?.[1];
  const updatedAfter = publisher.knowsUpdates ? parameters.get("updatedAfter") : null;
  // A plus sign that is not percent-encoded arrives as a space, also the one of an offset.
  if (updatedAfter !== null && Number.isNaN(Date.parse(updatedAfter))) return null;
  return {
    flow,
    key,
    ...(start === undefined ? {} : { start }),
    ...(end === undefined ? {} : { end }),
    ...(updatedAfter === null ? {} : { updatedAfter }),
    includeHistory: publisher.knowsHistory && parameters.get("includeHistory") === "true",
    isDataOnly: parameters.get("detail") === "dataonly",
  };
}

function find(
  request: StandInRequest,
  { query, series, now }: {
    readonly query: SdmxQuery;
    readonly series: readonly SdmxSeries[];
    readonly now: Date;
  },
): Found {
  const ofFlow = series.filter(({ flow }) => flow.toUpperCase() === query.flow.toUpperCase());
  const all = ofFlow.map((one) => ({ one, changes: changesUntil(one, now) }));
  const asked = all.filter(({ one }) => matchesKey(one, query.key));
  const instants = all.flatMap(({ changes }) => changes.map(({ at }) => Date.parse(at)));
  return {
    request,
    query,
    current: asked.flatMap(({ changes }) => currentOf(changes))
      .filter((change) => isAsked(change, query)),
    changes: asked.flatMap(({ changes }) => changes).filter((change) => isAsked(change, query)),
    updated: new Date(instants.reduce((newest, at) => Math.max(newest, at), 0)).toISOString(),
  };
}

function isUnchanged({ headers }: StandInRequest, updated: string): boolean {
  const since = headers.get("if-modified-since");
  // The header only has whole seconds.
  return since !== null && Math.floor(Date.parse(updated) / 1000) * 1000 <= Date.parse(since);
}
