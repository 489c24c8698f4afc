import { archiveSpec, archiveTask } from "../src/beyond/archive/command/mod.ts";
import { runTask } from "../src/cli/mod.ts";
import { createDatabase } from "../src/database/mod.ts";
import { hypertables } from "../src/schema/mod.ts";
import { loadTaskSettings } from "../src/stack/mod.ts";

await runTask(archiveSpec, async (context) => {
  const settings = loadTaskSettings();
  // Its lock is the session's, which a pool between would lend to others.
  await using database = createDatabase({ url: settings.database.migrationUrl.reveal() });
  return await archiveTask(database, context, { hypertables, minio: settings.minio });
});
