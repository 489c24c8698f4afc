import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import { callerFinder } from "../../base/http/mod.ts";
import type { Database } from "../../database/mod.ts";
import { type ApiLimits, type ApiOptions, defaultLimits } from "./api_options.ts";
import { keptAnswers } from "./_kept_answers.ts";
import { createReader } from "./_reader.ts";
import { logAccess } from "./_access_log.ts";
import { metricsAnswer } from "./_metrics_answer.ts";
import { routeOf } from "./_route_of.ts";
import { RequestCounter } from "./served_requests.ts";
import { problemOf } from "./_problem_of.ts";
import { Problem, problemResponse } from "./problem.ts";
import { readSource } from "./_source.ts";
import { noToken } from "./_no_token.ts";
import { createTurns, ending } from "./_turns.ts";
import { type OpenApi, readApiDocument } from "./_api_document.ts";
import { documentConfig, registerPaths } from "./_document.ts";
import { docsPage } from "./docs_page.ts";
import { checkReadiness } from "./_readiness.ts";
import { preflight, withCors } from "./_cors.ts";

/** A read API over HTTP, created by {@linkcode createApi}. */
export interface Api {
  /** Answers a request, as `Deno.serve` wants it. */
  fetch(request: Request): Promise<Response>;
  /**
   * Refuses new requests with 503 and waits for those under way; those that last longer than
   * `timeoutMs` (10,000) are broken off. The database stays open. Idempotent.
   */
  end(options?: { readonly timeoutMs?: number }): Promise<void>;
}

/**
 * Creates the read API on a database: what was known when, by HTTP, as JSON, CSV, JSON lines, Arrow
 * and Parquet. It listens nowhere: {@linkcode serveApi} does, or any server that takes `fetch`.
 *
 * @example
 * ```ts
 * import { createDatabase } from "@strata/foundation";
 * import { createApi } from "@strata/foundation/serve";
 *
 * async function gdp(): Promise<unknown> {
 *   await using database = createDatabase();
 *   const api = createApi(database);
 *   const url = "http://api/v1/series/ALFRED/GDPC1?asOf=2024-09-26T12:30:00Z";
 *   return await (await api.fetch(new Request(url))).json();
 * }
 * ```
 */
export function createApi(
  database: Pick<Database, "pool" | "replica">,
  options: ApiOptions = {},
): Api {
  const limits = limitsOf(database, options);
  const turns = createTurns(limits);
  const served = new RequestCounter();
  const findCaller = callerFinder(options.tokens ?? [], { refuse: noToken });
  const breaking = new AbortController();
  let isEnding = false;
  const source = readSource(database);
  const read = createReader({
    database,
    source,
    limits,
    turns,
    kept: keptAnswers(4 * limits.rangedBytes),
    signal: breaking.signal,
    findCaller,
    isPrivate: (options.tokens ?? []).length > 0,
  });
  const app = new OpenAPIHono();
  app.get("/healthz", (c) => c.json({ status: "ok" }));
  app.get("/readyz", async () => {
    if (isEnding) throw ending();
    return await checkReadiness(source, options.readiness);
  });
  const { metrics } = options;
  if (metrics !== undefined) {
    app.get(
      "/metrics",
      async (c) => await metricsAnswer(findCaller(c.req.raw.headers), () => metrics(served.list())),
    );
  }
  registerPaths(app, { hasTokens: (options.tokens ?? []).length > 0 });
  const document = app.getOpenAPI31Document(documentConfig);
  app.get("/openapi.json", (c) => c.json(document));
  // as: the document's own type names every form that OpenAPI has.
  const documented = readApiDocument(document as OpenApi);
  app.get("/docs", (c) => docsPage(documented, new URL(c.req.url).origin));
  app.get("/", (c) => c.redirect("/docs"));
  app.get("/v1/*", async (c) => {
    if (isEnding) throw ending();
    return await read(c.req.raw);
  });
  if (options.cors !== undefined) app.options("*", preflight);
  app.all("*", (c) => {
    throw isKnown(c) ? wrongMethod(c.req.method) : noPath(c);
  });
  app.onError((error) => problemResponse(problemOf(error)));
  return {
    async fetch(request) {
      const answer = async () => withCors(await app.fetch(request), options.cors);
      const response = await logAccess(request, answer);
      served.add(routeOf(new URL(request.url).pathname), response.status);
      return response;
    },
    async end({ timeoutMs = 10_000 } = {}) {
      isEnding = true;
      turns.close();
      const timer = setTimeout(() => breaking.abort(ending()), timeoutMs);
      await turns.empty();
      clearTimeout(timer);
    },
  };
}

/** An answer holds a connection, so there are never more at once than the pool lends. */
function limitsOf({ pool }: Pick<Database, "pool">, options: ApiOptions): ApiLimits {
  const limits = { ...defaultLimits, ...options.limits };
  const most = pool.options.max ?? limits.concurrency;
  return { ...limits, concurrency: Math.min(limits.concurrency, most) };
}

function isKnown({ req }: Context): boolean {
  return /^\/(v1\/.|(healthz|readyz|metrics|docs|openapi\.json)?$)/.test(req.path) &&
    req.method !== "GET" && req.method !== "HEAD";
}

function wrongMethod(method: string): Problem {
  return new Problem(
    "method-not-allowed",
    `Cannot ${method}: this API only reads, use GET or HEAD`,
    {
      headers: { allow: "GET, HEAD" },
    },
  );
}

function noPath({ req }: Context): Problem {
  return new Problem(
    "no-such-path",
    `Cannot find "${req.path}": it is no path of this API, /docs ` +
      "lists them",
  );
}
