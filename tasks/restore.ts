import { runTask } from "../src/cli/mod.ts";
import { restoreSpec, restoreTask } from "../src/operate/backup/mod.ts";
import { definitions } from "../src/schema/mod.ts";
import { loadTaskSettings } from "../src/stack/mod.ts";
import { migrations } from "../migrations/mod.ts";

await runTask(restoreSpec, async (context) => {
  const settings = loadTaskSettings();
  return await restoreTask(context, { root: ".", settings, migrations, definitions });
});
