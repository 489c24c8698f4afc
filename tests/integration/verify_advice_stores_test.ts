import assert from "node:assert/strict";
import { adviseOnKafka } from "../../src/operate/verify/advice/stores/mod.ts";
import { startMongodbDouble } from "../support/mod.ts";
import { adviceOn, findingOn, objectsOf } from "./advice_support.ts";

// These are doubles over real sockets; tests with the servers themselves are in verify_stores_test.ts.

Deno.test("verify tries a double of MongoDB without a log-in, and reads its clock", async () => {
  await using double = startMongodbDouble("s3cret");
  const advise = () =>
    adviceOn("mongodb", {
      MONGO_HOST: "127.0.0.1",
      MONGO_PORT: String(double.port),
      MONGO_USER: "strata",
      MONGO_PASSWORD: "s3cret",
    });
  assert.deepEqual(await advise(), []);
  double.isOpen = true;
  const { severity, sentence, remedy } = findingOn(await advise(), "mongodb-open");
  assert.equal(severity, "error");
  assert.match(sentence, /to a client that did not log in/);
  assert.doesNotMatch(sentence + remedy, /s3cret/);
  double.isOpen = false;
  double.aheadMs = 90_000;
  assert.match(
    findingOn(await advise(), "mongodb-clock").sentence,
    /^The clock of MongoDB is \d\d\.\d s ahead of that of this machine/,
  );
});

Deno.test("verify tries a bucket of a double of S3 without a signature, and asks for versions", async () => {
  const double = { isPublic: false, isVersioned: true, aheadMs: 0 };
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    (request) => {
      const headers = { date: new Date(Date.now() + double.aheadMs).toUTCString() };
      const url = new URL(request.url);
      if (url.pathname.startsWith("/minio/")) return new Response(null, { status: 404, headers });
      if (!request.headers.has("authorization") && !double.isPublic) {
        return new Response(null, { status: 403, headers });
      }
      if (!url.searchParams.has("versioning")) return new Response(null, { headers });
      const status = double.isVersioned ? "<Status>Enabled</Status>" : "";
      return new Response(`<VersioningConfiguration>${status}</VersioningConfiguration>`, {
        headers,
      });
    },
  );
  const advise = () => adviceOn("minio", { MINIO_PORT: String(server.addr.port) });
  assert.deepEqual(await advise(), []);
  double.isPublic = true;
  assert.equal(findingOn(await advise(), "minio-public", "strata").severity, "error");
  Object.assign(double, { isPublic: false, isVersioned: false });
  findingOn(await advise(), "minio-unversioned", "strata");
  assert.deepEqual(objectsOf(await advise(), "minio-public"), []);
  Object.assign(double, { isVersioned: true, aheadMs: -30_000 });
  assert.match(
    findingOn(await advise(), "minio-clock").sentence,
    /^The clock of the S3 server is (29|30)\.\d s behind that of this machine/,
  );
});

Deno.test("adviseOnKafka tells topics, leaders, replicas and an address off this machine", async () => {
  const topic = (leader: number, isr: readonly number[]) => ({
    partitions: [{ leader, replicas: [1, 2], isr }],
  });
  const advise = (topics: Record<string, ReturnType<typeof topic>>, broker = "127.0.0.1:9092") =>
    adviseOnKafka({
      listTopics: () => Promise.resolve(Object.keys(topics)),
      metadata: () => Promise.resolve({ topics: new Map(Object.entries(topics)) }),
    }, [broker]);
  const codes = async (...given: Parameters<typeof advise>) =>
    (await advise(...given)).map(({ code }) => code);
  assert.deepEqual(await codes({ prices: topic(1, [1, 2]) }), []);
  assert.deepEqual(await codes({}), ["kafka-no-topic"]);
  assert.deepEqual(await codes({ prices: topic(1, [1]) }), ["kafka-under-replicated"]);
  assert.deepEqual(await codes({ prices: topic(-1, []) }), ["kafka-partitions-offline"]);
  assert.deepEqual(await codes({ prices: topic(1, [1, 2]) }, "kafka.example:9092"), ["kafka-open"]);
});

Deno.test("adviseOnKafka reads the answer that the driver throws for a partition without leader", async () => {
  const response = {
    topics: [{ name: "prices", partitions: [{ leaderId: -1, replicaNodes: [1], isrNodes: [] }] }],
  };
  const inner = Object.assign(new Error("leader not available"), { response });
  const [found] = await adviseOnKafka({
    listTopics: () => Promise.resolve(["prices"]),
    metadata: () => Promise.reject(new AggregateError([inner], "Cannot read")),
  }, ["127.0.0.1:9092"]);
  assert.match(found?.sentence ?? "", /prices \(1 partition\)/);
});
