import { type Context, Hono } from "hono";
import { callerFinder } from "../../base/http/mod.ts";
import type { Database } from "../../database/mod.ts";
import { answerAsset } from "./assets/mod.ts";
import { dashboardLimits, type DashboardOptions } from "./dashboard_options.ts";
import { createLive } from "./live/mod.ts";
import { addDataRoutes } from "./data_routes.ts";
import { log } from "./log.ts";
import { migrationsPage, overviewFragments, overviewPage, tablePage } from "./page/mod.ts";
import { createMetricsPage, EXPOSITION_TYPE } from "../metrics/mod.ts";
import { readOnlyOn } from "./read/mod.ts";
import { noToken, Refusal } from "./refusal.ts";
import { pageOf } from "./request_values.ts";
import { pageResponse, refusalResponse, secured } from "./responses.ts";
import { watch } from "./watch.ts";

/** A dashboard, created by {@linkcode createDashboard}. */
export interface Dashboard {
  /** Answers a request, as `Deno.serve` wants it. */
  fetch(request: Request): Promise<Response>;
  /** Reads once, which loads the drivers, so that the first page does not wait for them. */
  warmUp(): Promise<void>;
  /** How many open pages are told of changes. */
  readonly viewers: number;
  /** Ends the streams of open pages. The database stays open. Idempotent. */
  end(): void;
}

/**
 * Creates the dashboard of a database: services, migrations, chunks over time, policies, series and
 * their vintages. It only reads, and listens nowhere: `serveDashboard` does.
 */
export function createDashboard(
  database: Pick<Database, "pool">,
  options: DashboardOptions,
): Dashboard {
  const bounds = { ...dashboardLimits, ...options.limits };
  const { redact } = options;
  const readOnly = readOnlyOn(database, bounds.timeoutMs);
  const watched = watch({ ...options, database, readOnly, bounds });
  const live = createLive({
    render: async () => {
      const overview = await watched.read();
      return { fragments: overviewFragments(overview, redact), isPending: overview.isPending };
    },
    everyMs: bounds.everyMs,
    maxViewers: bounds.viewers,
    stallMs: bounds.stallMs,
    onError: (error) => log.error("A read failed: {error}", { error }),
  });
  const findCaller = callerFinder(options.tokens ?? [], { isBasicTaken: true, refuse: noToken });
  const metrics = createMetricsPage(database);
  const app = new Hono();
  app.use(async (c, next) => {
    const { until } = findCaller(c.req.raw.headers);
    if (until !== undefined) throw limitedToken(until);
    if (c.req.method !== "GET") throw wrongMethod(c.req.method);
    await next();
  });
  app.get("/", async () => {
    const { fragments, mark } = await live.current();
    return pageResponse({
      page: "overview",
      title: "Overview",
      body: overviewPage(fragments),
      live: `/live?mark=${mark}`,
    });
  });
  app.get("/metrics", async () => metricsResponse(await metrics()));
  app.get("/live", (c) => liveResponse(live.join(markOf(c))));
  app.get("/assets/:name", async (c) => {
    const asset = await answerAsset(c.req.param("name"), c.req.raw.headers);
    if (asset === null) throw noPath(c);
    return asset;
  });
  app.get("/migrations", async (c) => {
    if (c.req.query("drift") !== undefined) await watched.lookForDrift();
    await watched.waitForMigrations();
    const { fragments, mark } = await live.current({ isForced: true });
    return pageResponse({
      page: "migrations",
      title: "Migrations",
      body: migrationsPage(fragments),
      live: `/live?mark=${mark}`,
    });
  });
  app.get("/tables/:schema/:name", async (c) => {
    const { schema, name } = c.req.param();
    const { catalog } = await watched.read();
    if (catalog.value === null) {
      throw new Refusal(503, catalog.trouble ?? "Cannot read the catalog");
    }
    const table = catalog.value.hypertables.find(({ relation }) =>
      relation.schema === schema && relation.name === name
    );
    if (table === undefined) throw noPath(c);
    const body = tablePage(table, pageOf(c));
    return pageResponse({ page: "overview", title: name, body });
  });
  addDataRoutes(app, { readOnly, redact, late: () => watched.late() });
  app.notFound((c) => refusalResponse(noPath(c)));
  app.onError((error) => {
    if (error instanceof Refusal) return refusalResponse(error);
    log.error("A request failed: {error}", { error });
    return refusalResponse(new Refusal(503, "Cannot show the page: its log tells more"));
  });
  return {
    fetch: async (request) => secured(await app.fetch(request)),
    async warmUp() {
      await live.current();
    },
    get viewers() {
      return live.viewers;
    },
    end: () => live.close(),
  };
}

function liveResponse(body: ReadableStream<Uint8Array> | null): Response {
  if (body === null) {
    throw new Refusal(503, "Cannot tell of changes: too many pages are open, close some", {
      "retry-after": "30",
    });
  }
  return new Response(body, {
    headers: { "content-type": "text/event-stream", "cache-control": "no-store" },
  });
}

function metricsResponse(text: string): Response {
  return new Response(text, {
    headers: { "content-type": EXPOSITION_TYPE, "cache-control": "no-store" },
  });
}

/** Where a page's updates begin; a browser that connects again says what it had last. */
function markOf({ req }: Context): string {
  return req.header("last-event-id") ?? req.query("mark") ?? "";
}

function limitedToken(until: string): Refusal {
  return new Refusal(
    403,
    `Cannot show the dashboard to a token that sees nothing after ${until}: use one without a limit`,
  );
}

function wrongMethod(method: string): Refusal {
  return new Refusal(405, `Cannot ${method}: the dashboard only reads, use GET`, { allow: "GET" });
}

function noPath({ req }: Context): Refusal {
  return new Refusal(404, `Cannot find "${req.path}": there is no such page`);
}
