import { migrations } from "../migrations/mod.ts";
import { numberOption, runTask, textOption } from "../src/cli/mod.ts";
import { createDatabase } from "../src/database/mod.ts";
import { dashboardFlags, projectDashboard, serveDashboard } from "../src/operate/dashboard/mod.ts";
import { definitions } from "../src/schema/mod.ts";
import { loadTaskSettings, readState } from "../src/stack/mod.ts";

await runTask({
  name: "dashboard",
  summary: "Shows services, migrations, chunks over time, policies, series and their vintages.",
  example: "deno task dashboard --port=8788",
  options: dashboardFlags,
}, async (context) => {
  const settings = loadTaskSettings();
  const { signal } = context;
  await using database = createDatabase({
    settings,
    applicationName: `${settings.projectName} dashboard`,
    limits: { poolSize: 4, maxOverflow: 0 },
  });
  await serveDashboard(database, {
    ...projectDashboard({ settings, state: readState("."), migrations, definitions, signal }),
    hostname: textOption(context, "host") ?? "127.0.0.1",
    port: numberOption(context, "port") ?? 8788,
    limits: { everyMs: (numberOption(context, "every") ?? 5) * 1_000 },
    signal,
    onListen: (origin) => context.note(`The dashboard is on ${origin}`),
  });
  context.note("Ended");
  context.result({ ok: true });
  return 0;
});
