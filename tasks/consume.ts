import { consumeFlags, consumeTask } from "../src/beyond/streams/task/mod.ts";
import { runTask } from "../src/cli/mod.ts";
import { createDatabase } from "../src/database/mod.ts";
import { loadTaskSettings } from "../src/stack/mod.ts";

await runTask({
  name: "consume",
  summary: "Consumes a topic of Kafka into a table, each message once, until it is interrupted.",
  example: [
    "deno task consume --topic=candles --table=ohlcv",
    "deno task consume --topic=candles --table=ohlcv --group=desk --until-end",
  ].join("\n"),
  options: consumeFlags,
  exitCodes: { 1: "a message was refused, or messages are lost at the broker" },
}, async (context) => {
  const settings = loadTaskSettings();
  await using database = createDatabase({ settings });
  return await consumeTask(database, context, { brokers: settings.kafka.brokers });
});
