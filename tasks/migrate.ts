import { runMigrateTask } from "../src/migrate/mod.ts";
import { loadTaskSettings } from "../src/stack/mod.ts";

await runMigrateTask({
  load: async () => (await import("../migrations/mod.ts")).migrations,
  folder: new URL("../migrations/", import.meta.url),
  url: () => loadTaskSettings().database.migrationUrl.reveal(),
});
