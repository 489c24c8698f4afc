import { migrations } from "../../migrations/mod.ts";
import { createDatabase, type Database } from "../../src/database/mod.ts";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import { createRedactor } from "../../src/base/logging/mod.ts";
import { finding } from "../../src/operate/verify/mod.ts";
import {
  createDashboard,
  type Dashboard,
  type DashboardOptions,
} from "../../src/operate/dashboard/mod.ts";

/** A dashboard on a port of loopback. */
export interface ServedDashboard extends AsyncDisposable {
  readonly dashboard: Dashboard;
  readonly origin: string;
  /** Asks for a page, and returns its status, header fields and text. */
  page(path: string, init?: RequestInit): Promise<Page>;
}

/** A page as it came. */
export interface Page {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  /** The words of the page without its tags. */
  readonly words: string;
}

/** Serves a dashboard on a free port of loopback. */
export function serveDashboardOn(
  database: Pick<Database, "pool">,
  url: string,
  options: Partial<DashboardOptions> = {},
): ServedDashboard {
  const open = () => openPostgresSession(url);
  const dashboard = createDashboard(database, {
    readServices: () =>
      Promise.resolve([
        {
          check: { name: "timescaledb", status: "pass", latencyMs: 3, detail: "PostgreSQL 17.4" },
          findings: [
            finding("thin-segments", { sentence: "Ten chunks are old", remedy: "call mend()" }),
          ],
        },
        {
          check: { name: "kafka", status: "skip", latencyMs: null, detail: "with --profile=full" },
          findings: [],
        },
      ]),
    readMigrations: () => createMigrator({ open, migrations }).status(),
    readDrift: () => Promise.reject(new TypeError("Cannot look for drift in this test")),
    redact: createRedactor(),
    ...options,
  });
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => dashboard.fetch(request),
  );
  const origin = `http://127.0.0.1:${server.addr.port}`;
  return {
    dashboard,
    origin,
    async page(path, init) {
      const response = await fetch(`${origin}${path}`, init);
      const html = await response.text();
      return { status: response.status, headers: response.headers, html, words: wordsOf(html) };
    },
    async [Symbol.asyncDispose]() {
      dashboard.end();
      await server.shutdown();
    },
  };
}

/** The words of a page, entities resolved. */
function wordsOf(html: string): string {
  return html.replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replaceAll(/\s+/g, " ");
}

/** Opens this package's pool on a database that a test may break. */
export function openPool(url: string): Database {
  return createDatabase({ url, limits: { poolSize: 4, maxOverflow: 0, connectTimeoutMs: 1_000 } });
}

/** A stream of server-sent events that is read message by message. */
export interface EventReader extends AsyncDisposable {
  /** The fragments of the next message that has any. */
  next(): Promise<Readonly<Record<string, string>>>;
}

/** Opens the stream that a page names. */
export async function readEvents(origin: string, page: Page): Promise<EventReader> {
  const path = /data-live-url="([^"]*)"/.exec(page.html)?.[1] ?? "";
  const response = await fetch(`${origin}${path}`);
  if (response.body === null || response.status !== 200) {
    throw new Error(`The stream was answered with ${response.status}`);
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return {
    async next() {
      for (;;) {
        const end = text.indexOf("\n\n");
        if (end < 0) {
          const { value, done } = await reader.read();
          if (done) throw new Error("The stream ended");
          text += value;
          continue;
        }
        const data = /^data: (.*)$/m.exec(text.slice(0, end))?.[1];
        text = text.slice(end + 2);
        if (data !== undefined) return JSON.parse(data);
      }
    },
    [Symbol.asyncDispose]: () => reader.cancel(),
  };
}
