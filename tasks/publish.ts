import { publishFlags, publishTask } from "../src/beyond/streams/task/mod.ts";
import { runTask } from "../src/cli/mod.ts";
import { createDatabase } from "../src/database/mod.ts";
import { loadTaskSettings } from "../src/stack/mod.ts";

await runTask({
  name: "publish",
  summary: "Publishes what is stored in a table of vintages to a topic, until it is interrupted.",
  example: [
    "deno task publish --topic=macro-changes",
    "deno task publish --topic=macro-changes --from=beginning --once",
  ].join("\n"),
  options: publishFlags,
}, async (context) => {
  const settings = loadTaskSettings();
  await using database = createDatabase({ settings });
  await publishTask(database, context, { brokers: settings.kafka.brokers });
});
