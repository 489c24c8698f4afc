import { runMigrateTask } from "../src/migrate/mod.ts";
import { loadTaskSettings } from "../src/stack/mod.ts";

await runMigrateTask({
  load: async () => (await import("../migrations/mod.ts")).migrations,
  folder: new URL("../migrations/", import.meta.url),
  definitions: async () => (await import("../src/schema/mod.ts")).definitions,
  specifier: "../src/migrate/mod.ts",
  url: () => loadTaskSettings().database.migrationUrl.reveal(),
});
