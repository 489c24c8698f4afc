import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { runTask, startTask } from "../support/project_task.ts";
import { candleMessage, storedCandles, streamTest } from "./streams_support.ts";

streamTest(
  "deno task consume stores what is there and ends, with one JSON document",
  async (database, kafka) => {
    const topic = await kafka.topic("candles", 2);
    await kafka.produce(topic, Array.from({ length: 50 }, (_, n) => candleMessage(`S${n % 5}`, n)));
    const { code, stdout, stderr } = await runTask(
      "consume",
      [`--topic=${topic}`, "--table=ohlcv", "--until-end", "--json"],
      { url: database.url, env: { KAFKA_BOOTSTRAP_SERVERS: kafka.brokers.join(",") } },
    );
    assert.equal(code, 0, stderr);
    const document = JSON.parse(stdout);
    assert.equal(document.ok, true);
    assert.equal(document.inserted, 50);
    assert.deepEqual(document.partitions.map(({ lag }: { lag: number }) => lag), [0, 0]);
  },
);

streamTest("deno task consume ends well when it is told to", async (database, kafka) => {
  const topic = await kafka.topic("candles");
  await kafka.produce(topic, Array.from({ length: 50 }, (_, n) => candleMessage("A", n)));
  const task = await startTask("consume", [`--topic=${topic}`, "--table=ohlcv"], {
    url: database.url,
    env: { KAFKA_BOOTSTRAP_SERVERS: kafka.brokers.join(",") },
  });
  for (let tries = 0; tries < 200 && await storedCandles(database) < 50; tries++) await sleep(100);
  task.kill("SIGTERM");
  const { code, stdout, stderr } = await task.output();
  assert.equal(code, 0, new TextDecoder().decode(stderr));
  assert.match(new TextDecoder().decode(stdout), /Consumed 50 messages.*50 rows new/);
});

streamTest("deno task consume names what is wrong with its flags", async (database, kafka) => {
  const env = { KAFKA_BOOTSTRAP_SERVERS: kafka.brokers.join(",") };
  const run = (...args: string[]) => runTask("consume", args, { url: database.url, env });
  const cases = [
    { args: ["--table=ohlcv"], message: /--topic/ },
    { args: ["--topic=a", "--table=ohlvc"], message: /did you mean "ohlcv"/ },
    { args: ["--topic=no_such_topic", "--table=ohlcv"], message: /no such topic/ },
    {
      args: ["--topic=a", "--table=macro_series", "--on-conflict=replace"],
      message: /keeps every revision/,
    },
  ];
  for (const { args, message } of cases) {
    const { code, stderr } = await run(...args);
    assert.equal(code, 2, stderr);
    assert.match(stderr, message);
  }
});

streamTest("deno task consume says that Kafka is not there", async (database) => {
  const { code, stderr } = await runTask("consume", ["--topic=a", "--table=ohlcv"], {
    url: database.url,
    env: { KAFKA_BOOTSTRAP_SERVERS: "127.0.0.1:1" },
  });
  assert.equal(code, 3, stderr);
  assert.match(stderr, /127\.0\.0\.1:1/);
});

streamTest("deno task publish publishes once and says how far it is", async (database, kafka) => {
  const topic = await kafka.topic("changes");
  const { code, stdout, stderr } = await runTask(
    "publish",
    [`--topic=${topic}`, "--once", "--json"],
    { url: database.url, env: { KAFKA_BOOTSTRAP_SERVERS: kafka.brokers.join(",") } },
  );
  assert.equal(code, 0, stderr);
  assert.equal(JSON.parse(stdout).published, 0);
});
