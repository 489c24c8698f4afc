import { runTask } from "../src/cli/mod.ts";
import { backupSpec, backupTask } from "../src/operate/backup/mod.ts";
import { definitions } from "../src/schema/mod.ts";
import { loadTaskSettings } from "../src/stack/mod.ts";
import { migrations } from "../migrations/mod.ts";

await runTask(backupSpec, async (context) => {
  const settings = loadTaskSettings();
  return await backupTask(context, { root: ".", settings, migrations, definitions });
});
