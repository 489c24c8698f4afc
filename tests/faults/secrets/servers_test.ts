import assert from "node:assert/strict";
import { migrations } from "../../../migrations/mod.ts";
import { createMigrator, openPostgresSession } from "../../../src/migrate/mod.ts";
import { startCollector } from "../../integration/telemetry_support.ts";
import { until } from "../../integration/serve_support.ts";
import { serverTest, startTask } from "../../support/mod.ts";
import { fewAtOnce } from "../few_at_once.ts";
import { recordFigures } from "../figures.ts";
import { canaries, canaryEnvironment, findCanary } from "./canaries.ts";
import { unreachable } from "./connecting_paths.ts";
import { closedOrigin, startEcho } from "./echo_server.ts";
import { watchProcesses } from "./left_behind.ts";

const { secret: token = "" } = canaries.find(({ variable }) => variable.name === "API_TOKENS") ??
  {};

/** What is asked of a server, beside what its pages name. */
const paths: Readonly<Record<string, readonly string[]>> = {
  serve: [
    ...["/", "/docs", "/openapi.json", "/healthz", "/readyz", "/metrics"],
    "/v1/series/ALFRED/GDPC1?asOf=2024-10-01T00:00:00Z",
  ],
  dashboard: ["/", "/nothing", "/metrics"],
};

/** A token where it does not belong; the runtime's own span of a request shows the whole URL. */
const untraced = `/v1/series?token=${encodeURIComponent(token)}`;

serverTest(
  "timescaledb",
  "no page, span, metric or log of a server shows a secret",
  async (_t, db) => {
    await createMigrator({ open: () => openPostgresSession(db.url), migrations }).up();
    await using echo = startEcho();
    const [wrong] = unreachable({
      postgres: new URL(db.url).host,
      redis: { host: "127.0.0.1", port: "1" },
      echo,
      closed: closedOrigin(),
      password: encodeURIComponent(canaries[0]?.secret ?? "").replaceAll("'", "%27"),
      database: db.url,
    });
    const databases = [{ DATABASE_URL: db.url, MIGRATION_DATABASE_URL: db.url }, wrong?.env ?? {}];
    const processes = watchProcesses();
    let asked = 0;
    try {
      const runs = Object.entries(paths).flatMap(([task, first]) =>
        databases.map((database) => ({ task, first, database }))
      );
      await fewAtOnce(runs, async ({ task, first, database }) => {
        const isTraced = database === databases[0];
        await using collector = startCollector();
        const env = {
          ...canaryEnvironment,
          ...database,
          ...(isTraced ? exporting(collector.url) : {}),
        };
        const seen = await askAll(task, isTraced ? first : [...first, untraced], env);
        if (isTraced) await until("its spans are there", () => collector.text !== "");
        for (const [what, text] of [...seen, ["what was traced", collector.text] as const]) {
          assert.equal(findCanary(text), undefined, `${task}: ${what}`);
        }
        // The service, its place and its database are no secrets.
        const all = seen.map(([, text]) => text).join("\n") + collector.text;
        const { port, pathname } = new URL(database.DATABASE_URL ?? "");
        for (const plain of ["127.0.0.1", port, pathname.slice(1)]) {
          assert.ok(all.includes(plain), `${task} says ${plain}: ${all.slice(0, 2_000)}`);
        }
        asked += seen.length;
        assert.ok(!isTraced || seen.some(([what]) => what === "/metrics 200"), task);
      });
    } finally {
      const lines = await processes.end();
      assert.deepEqual(lines.filter((line) => findCanary(line) !== undefined), []);
    }
    await recordFigures("secret-pages", { cases: asked });
  },
);

/** Starts a server, asks for its pages with and without the token, and ends it. */
async function askAll(
  task: string,
  first: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<readonly (readonly [what: string, text: string])[]> {
  const child = await startTask(task, ["--port=0", "-v"], {
    url: env["DATABASE_URL"] ?? "",
    env: { ...env, LOG_LEVEL: "debug" },
  });
  let log = "";
  const reading = Promise.all([child.stdout, child.stderr].map(async (stream) => {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) log += text;
  }));
  const seen: [string, string][] = [];
  try {
    await until(`${task} listens: ${log}`, () => /http:\/\/127\.0\.0\.1:\d+/.test(log));
    const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(log)?.[0] ?? "";
    const left = new Set(first);
    for (const path of left) {
      for (const authorization of [`Bearer ${token}`, `Bearer wrong${token}`]) {
        const response = await fetch(`${origin}${path}`, {
          headers: { authorization },
          redirect: "manual",
        });
        const text = await response.text();
        seen.push([
          `${path} ${response.status}`,
          `${text}${JSON.stringify([...response.headers])}`,
        ]);
        // The pages that a page names.
        for (const [, link = ""] of text.matchAll(/href="(\/[^"#]*)"/g)) left.add(link);
      }
    }
    // A stream of a page's events ends with the server.
    const events = task === "dashboard"
      ? await fetch(`${origin}/live`, { headers: { authorization: `Bearer ${token}` } })
      : undefined;
    child.kill("SIGTERM");
    if (events !== undefined) seen.push(["events", await events.text()]);
  } finally {
    await child.status;
    await reading;
  }
  seen.push(["the log", log]);
  return seen;
}

function exporting(collector: string): Readonly<Record<string, string>> {
  return {
    OTEL_DENO: "true",
    OTEL_DENO_CONSOLE: "capture",
    OTEL_EXPORTER_OTLP_ENDPOINT: collector,
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    OTEL_METRIC_EXPORT_INTERVAL: "200",
  };
}
