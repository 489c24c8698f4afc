import assert from "node:assert/strict";
import { loadSettings } from "../../src/base/settings/mod.ts";
import { verifyServices } from "../../src/operate/verify/mod.ts";
import { adviseOnKafka } from "../../src/operate/verify/advice/stores/mod.ts";
import { startKafkaDouble, startMongodbDouble } from "../support/mod.ts";
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

Deno.test("verify without a user fails where a double of MongoDB wants a log-in", async () => {
  await using double = startMongodbDouble("s3cret");
  const env = { MONGO_PORT: String(double.port), MONGO_USER: "" };
  const settings = loadSettings({ envFile: false, env });
  const check = async () => (await verifyServices({ settings, services: ["mongodb"] }))[0];
  // It answers ping and buildInfo to anyone, as FerretDB does.
  const refused = await check();
  assert.equal(refused?.cause, "auth", refused?.detail);
  assert.match(refused.detail, /refused the log-in, correct MONGO_USER and MONGO_PASSWORD/);
  double.isOpen = true;
  assert.match((await check())?.detail ?? "", /^MongoDB \S+, ping without log-in$/);
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

Deno.test("verify asks a double of S3 again why it refused the bucket, as HEAD has no body", async () => {
  const double = { status: 404, code: "" };
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    ({ method }) =>
      new Response(method === "HEAD" ? null : `<Error><Code>${double.code}</Code></Error>`, {
        status: double.status,
      }),
  );
  const settings = loadSettings({ envFile: false, env: { MINIO_PORT: String(server.addr.port) } });
  const cases = [
    // As VersityGW answers.
    [404, "XAdminUserNotFound", "auth", /refused the keys \(XAdminUserNotFound\)/],
    [403, "SignatureDoesNotMatch", "auth", /refused the keys \(SignatureDoesNotMatch\)/],
    [404, "NoSuchBucket", "missing", /has no bucket "strata"/],
    [
      400,
      "AuthorizationHeaderMalformed",
      "failed",
      /another region than "us-east-1", correct MINIO/,
    ],
    [403, "RequestTimeTooSkewed", "failed", /has a clock too far from that of this machine/],
    [500, "InternalError", "failed", /answered InternalError to the bucket "strata"/],
  ] as const;
  for (const [status, code, cause, detail] of cases) {
    Object.assign(double, { status, code });
    const [check] = await verifyServices({ settings, services: ["minio"] });
    assert.equal(check?.cause, cause, check?.detail);
    assert.match(check.detail, detail);
  }
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

Deno.test("verify tells partitions of a double of Kafka that lost their leader", async () => {
  await using double = startKafkaDouble();
  const KAFKA_BOOTSTRAP_SERVERS = `127.0.0.1:${double.port}`;
  const advise = () => adviceOn("kafka", { KAFKA_BOOTSTRAP_SERVERS });
  const led = { leader: 1, replicas: [1], isr: [1] };
  const behind = { leader: 1, replicas: [1, 2], isr: [1] };
  const lost = { leader: -1, replicas: [2], isr: [] };
  // An authorizer hides topics rather than refuse the list.
  assert.match(findingOn(await advise(), "kafka-no-topic").sentence, /without a log-in may see$/);
  double.topics = { prices: [led], __consumer_offsets: [behind] };
  assert.deepEqual(await advise(), []);
  // The driver lists no topic at all where one partition has no leader.
  double.topics = { prices: [led], fills: [behind, led], trades: [lost, led, lost] };
  const both = await advise();
  assert.match(findingOn(both, "kafka-partitions-offline").sentence, /: trades \(2 partitions\)$/);
  assert.match(findingOn(both, "kafka-under-replicated").sentence, /: fills \(1 partition\)$/);
  double.topics = { prices: [led], __consumer_offsets: [lost], __share_group_state: [behind] };
  const own = await advise();
  assert.equal(own.length, 1);
  assert.match(findingOn(own, "kafka-partitions-offline").sentence, /: __consumer_offsets \(1 /);
});

Deno.test("verify tells a listener of Kafka that is not for clients without a log-in", async () => {
  await using double = startKafkaDouble();
  const settings = loadSettings({
    envFile: false,
    env: { KAFKA_BOOTSTRAP_SERVERS: `127.0.0.1:${double.port}` },
  });
  const detail = async () => {
    const [check] = await verifyServices({ settings, services: ["kafka"] });
    assert.equal(check?.status, "fail");
    assert.equal(check.cause, "failed");
    return check.detail;
  };
  double.listener = "login";
  assert.match(await detail(), /^127\.0\.0\.1:\d+ closed the connection .* \(SASL\) or TLS/);
  double.listener = "controller";
  assert.match(await detail(), /^127\.0\.0\.1:\d+ is a listener of the controller/);
});
