import assert from "node:assert/strict";
import { ConnectionError } from "../../../../src/base/errors.ts";
import { loadSettings } from "../../../../src/base/settings/mod.ts";
import type { ServiceName } from "../../../../src/stack/mod.ts";
import { CheckFailure } from "../../../../src/operate/verify/_check_failure.ts";
import { explain } from "../../../../src/operate/verify/_explain.ts";
import type { FailureCause } from "../../../../src/operate/verify/mod.ts";

const settings = loadSettings({ env: {}, envFile: false });

function coded(code: string, options: { name?: string; codeName?: string } = {}): Error {
  return Object.assign(new Error("from the driver"), { code, ...options });
}

const cases: readonly (readonly [string, ServiceName, unknown, FailureCause, RegExp])[] = [
  ["a refused log-in to PostgreSQL", "timescaledb", coded("28P01"), "auth", /POSTGRES_PASSWORD/],
  [
    "a missing database",
    "timescaledb",
    coded("3D000"),
    "missing",
    /no database "strata".*POSTGRES_DB/,
  ],
  [
    "a library that the server has no more",
    "timescaledb",
    new Error("Cannot run it", {
      cause: new Error(
        'could not access file "$libdir/timescaledb-2.28.3": No such file or directory',
      ),
    }),
    "failed",
    /TimescaleDB 2\.28\.3, whose library the server has no more.*"deno task upgrade" mends it/,
  ],
  ["a server that starts", "timescaledb", coded("57P03"), "unreachable", /still starting/],
  [
    "a PgBouncer that refuses session limits",
    "timescaledb",
    Object.assign(new Error("unsupported startup parameter: statement_timeout"), { code: "08P01" }),
    "failed",
    /is a PgBouncer.*DB_PREPARED_STATEMENTS=false.*MIGRATION_DATABASE_URL/,
  ],
  ["a full server", "timescaledb", coded("53300"), "unreachable", /no connection left/],
  ["a closed port", "redis", coded("ECONNREFUSED"), "unreachable", /refused.*REDIS_HOST/],
  ["a wrong password of Redis", "redis", coded("WRONGPASS"), "auth", /REDIS_PASSWORD/],
  ["a missing password of Redis", "redis", coded("NOAUTH"), "auth", /REDIS_PASSWORD/],
  [
    "a refused log-in to MongoDB",
    "mongodb",
    Object.assign(new Error("no"), { code: 18, codeName: "AuthenticationFailed" }),
    "auth",
    /MONGO_USER and MONGO_PASSWORD/,
  ],
  [
    "a MongoDB that is not there",
    "mongodb",
    new Error("Server selection timed out after 1000 ms"),
    "unreachable",
    /127.0.0.1:27017 did not answer within 2 s.*MONGO_HOST/,
  ],
  [
    "a Kafka that is not there",
    "kafka",
    new AggregateError([new Error("failed", { cause: coded("ENOTFOUND") })], "Cannot connect"),
    "unreachable",
    /not a known host.*KAFKA_BOOTSTRAP_SERVERS/,
  ],
  [
    "a MinIO that is not there",
    "minio",
    new TypeError("error sending request: Connection refused (os error 111)"),
    "unreachable",
    /MINIO_HOST/,
  ],
  [
    "a permission that is missing",
    "minio",
    new Deno.errors.NotCapable("Requires net access"),
    "permission",
    /--allow-net=127.0.0.1:9000/,
  ],
  [
    "an error underneath",
    "timescaledb",
    new ConnectionError("x", { service: "timescaledb", cause: coded("ECONNRESET") }),
    "unreachable",
    /broke the connection off/,
  ],
  [
    "anything else",
    "redis",
    new Error("OOM command\nmore"),
    "failed",
    /^127.0.0.1:6379: OOM command$/,
  ],
  [
    "a check's own words",
    "minio",
    new CheckFailure("no bucket", { reason: "missing" }),
    "missing",
    /^no bucket$/,
  ],
];

for (const [name, service, error, cause, detail] of cases) {
  Deno.test(`explain tells ${name}`, () => {
    const explanation = explain(error, { service, settings, timeoutMs: 2_000 });
    assert.equal(explanation.cause, cause);
    assert.match(explanation.detail, detail);
  });
}

Deno.test("explain names the sentinels or the cluster where Redis is found through them", () => {
  const context = { service: "redis", timeoutMs: 1 } as const;
  const cluster = loadSettings({ env: { REDIS_CLUSTER_NODES: "a:1,b:2" }, envFile: false });
  const found = explain(coded("ECONNREFUSED"), { ...context, settings: cluster });
  assert.match(found.detail, /^a:1,b:2 refused/);
});
