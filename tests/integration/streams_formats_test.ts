import assert from "node:assert/strict";
import avro from "avsc";
import { consume } from "../../src/beyond/streams/mod.ts";
import { ohlcv } from "../../src/schema/mod.ts";
import { storedCandles, streamTest } from "./streams_support.ts";

const SCHEMA = {
  type: "record",
  name: "Candle",
  fields: [
    ...["exchange", "symbol", "timeframe"].map((name) => ({ name, type: "string" })),
    { name: "time", type: { type: "long", logicalType: "timestamp-micros" } },
    ...["open", "high", "low", "close", "volume"].map((name) => ({ name, type: "double" })),
  ],
};

/** A stand-in for a schema registry: it is none, and has one schema under the id 7. */
function registryStandIn(): AsyncDisposable & { readonly url: string; asked: number } {
  const standIn = {
    url: "",
    asked: 0,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    standIn.asked++;
    return new URL(request.url).pathname === "/schemas/ids/7"
      ? Response.json({ schema: JSON.stringify(SCHEMA) })
      : Response.json({ error_code: 40403 }, { status: 404 });
  });
  standIn.url = `http://127.0.0.1:${server.addr.port}`;
  return standIn;
}

function wire(id: number, record: Uint8Array): Uint8Array {
  const prefix = new Uint8Array(5);
  new DataView(prefix.buffer).setInt32(1, id);
  return new Uint8Array([...prefix, ...record]);
}

streamTest(
  "consume reads Avro by the schema registry, asked once for a schema",
  async (database, kafka) => {
    await using registry = registryStandIn();
    const topic = await kafka.topic("candles");
    const deadLetter = await kafka.topic("refused");
    // Plain longs, as a producer writes them.
    const type = avro.Type.forSchema(JSON.parse(JSON.stringify(SCHEMA)) as avro.Schema);
    const candles = Array.from({ length: 20 }, (_, n) =>
      type.toBuffer({
        exchange: "coinbase",
        symbol: "BTC-USD",
        timeframe: "1m",
        time: 1_704_067_200_000_000 + n * 60_000_000,
        open: 1,
        high: 2,
        low: 0.5,
        close: 1.5,
        volume: 3,
      }));
    await kafka.produce(topic, [
      ...candles.map((record) => ({ value: wire(7, record) })),
      { value: wire(8, candles[0] ?? new Uint8Array()) },
      { value: "{}" },
      { value: wire(7, new Uint8Array([2])) },
    ]);
    const { inserted, refused } = await consume(database, topic, ohlcv, {
      brokers: kafka.brokers,
      format: "avro",
      registry: registry.url,
      untilEnd: true,
      deadLetter,
    });
    assert.deepEqual({ inserted, refused, asked: registry.asked }, {
      inserted: 20,
      refused: 3,
      asked: 2,
    });
    const reasons = (await kafka.read(deadLetter)).map(({ headers }) => headers["strata-reason"]);
    assert.match(reasons[0] ?? "", /no schema 8/);
    assert.match(reasons[1] ?? "", /wire format/);
    assert.match(reasons[2] ?? "", /does not fit its schema/);
    const { rows } = await database.client.query(
      "select max(time) at time zone 'UTC' = '2024-01-01 00:19' as ok from ohlcv",
    );
    assert.equal(rows[0].ok, true);
  },
);

streamTest("consume reads lines of CSV with the named columns", async (database, kafka) => {
  const topic = await kafka.topic("candles");
  const deadLetter = await kafka.topic("refused");
  await kafka.produce(topic, [
    { value: 'coinbase,"BTC-USD",1m,2024-01-01T00:00:00Z,1,2,0.5,1.5,3' },
    {
      value: "coinbase,BTC-USD,1m,2024-01-01T00:01:00Z,1,2,0.5,1.5,3\n" +
        "coinbase,BTC-USD,1m,2024-01-01T00:02:00Z,1,2,0.5,1.5,3",
    },
    { value: "coinbase,BTC-USD" },
  ]);
  const options = {
    brokers: kafka.brokers,
    format: "csv",
    untilEnd: true,
    deadLetter,
  } as const;
  await assert.rejects(consume(database, topic, ohlcv, options), /columns are not named/);
  const { refused } = await consume(database, topic, ohlcv, {
    ...options,
    columns: "exchange,symbol,timeframe,time,open,high,low,close,volume".split(","),
  });
  assert.equal(refused, 1);
  assert.equal(await storedCandles(database), 3);
  const [letter] = await kafka.read(deadLetter);
  assert.equal(letter?.headers["strata-reason"], "it has 2 cells, want 9");
});

streamTest("consume keeps every digit of JSON or refuses it", async (database, kafka) => {
  const topic = await kafka.topic("candles");
  const deadLetter = await kafka.topic("refused");
  const message = (open: string) => ({
    value: `{"exchange":"coinbase","symbol":"A","timeframe":"1m","time":"2024-01-01T00:00:00Z",` +
      `"open":${open},"high":1e30,"low":0,"close":1,"volume":1}`,
  });
  await kafka.produce(topic, [message("9007199254740993"), message("0.30000000000000004")]);
  const { inserted, refused } = await consume(database, topic, ohlcv, {
    brokers: kafka.brokers,
    untilEnd: true,
    deadLetter,
  });
  assert.deepEqual({ inserted, refused }, { inserted: 1, refused: 1 });
});
