import { migrations } from "../migrations/mod.ts";
import { serveApi } from "../src/answers/serve/mod.ts";
import { apiTaskLimits, serveOptions } from "../src/answers/serve/task_options.ts";
import { numberOption, runTask, textOption } from "../src/cli/mod.ts";
import { createDatabase } from "../src/database/mod.ts";
import { createMigrator, openPostgresSession } from "../src/migrate/mod.ts";
import { createMetricsPage } from "../src/operate/metrics/mod.ts";
import { loadTaskSettings, readState } from "../src/stack/mod.ts";

await runTask({
  name: "serve",
  summary: "Serves what was known when over HTTP: for pandas, polars, R, DuckDB, browsers.",
  example: [
    "deno task serve",
    'curl "http://127.0.0.1:8787/v1/series/ALFRED/GDPC1?asOf=2024-09-26T12:30:00Z&format=csv"',
    "API_TOKENS=desk:$(openssl rand -hex 16) deno task serve --host=0.0.0.0",
  ].join("\n"),
  options: serveOptions,
}, async (context) => {
  const settings = loadTaskSettings();
  await using database = createDatabase({ settings });
  const open = () => openPostgresSession(settings.database.migrationUrl.reveal());
  await serveApi(database, {
    hostname: textOption(context, "host") ?? "127.0.0.1",
    port: numberOption(context, "port") ?? 8787,
    cors: textOption(context, "cors"),
    tokens: settings.apiTokens,
    limits: apiTaskLimits(context, { isSingle: readState(".")?.backend === "embedded" }),
    signal: context.signal,
    metrics: createMetricsPage(database),
    async readiness() {
      const { migrations: statuses } = await createMigrator({ open, migrations }).status();
      const pending = statuses.filter(({ state }) => state !== "applied").map(({ id }) => id);
      return pending.length === 0
        ? undefined
        : `Cannot answer yet: ${pending.join(", ")} are not applied, run "deno task migrate"`;
    },
    onListen: (origin) => context.note(`Serving on ${origin}, documented at ${origin}/docs`),
  });
  context.note("Ended");
  context.result({ ok: true });
  return 0;
});
