import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { loadSettings, type Settings } from "../../src/base/settings/mod.ts";
import type { ServiceName } from "../../src/stack/mod.ts";
import { type Check, verifyServices } from "../../src/operate/verify/mod.ts";
import { FaultProxy } from "../support/fault_proxy.ts";
import { serverTest } from "../support/mod.ts";
import { outcomeOf } from "./database_support.ts";

/** Points everything at ports where nothing listens, except what a test sets. */
function settings(env: Record<string, string> = {}): Settings {
  const nowhere = { POSTGRES_PORT: "1", REDIS_PORT: "1", MONGO_PORT: "1", MINIO_PORT: "4" };
  return loadSettings({
    envFile: false,
    env: { ...nowhere, KAFKA_BOOTSTRAP_SERVERS: "127.0.0.1:1", ...env },
  });
}

function redisEnv(url: string): Record<string, string> {
  const { hostname, password, port } = new URL(url);
  const login = { REDIS_PASSWORD: decodeURIComponent(password) };
  return { REDIS_HOST: hostname, REDIS_PORT: port || "6379", ...login };
}

async function check(
  name: ServiceName,
  env: Record<string, string>,
  timeoutMs = 1_000,
): Promise<Check> {
  const [only] = await verifyServices({ settings: settings(env), services: [name], timeoutMs });
  assert.ok(only !== undefined);
  return only;
}

/** Runs a server that speaks HTTP like MinIO. */
async function withMinio(
  answers: { ready?: number; bucket?: number; code?: string; server?: string },
  run: (env: Record<string, string>) => Promise<void>,
): Promise<void> {
  const headers = { server: answers.server ?? "MinIO" };
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    (request) => {
      if (new URL(request.url).pathname === "/minio/health/ready") {
        return new Response(null, { status: answers.ready ?? 200, headers });
      }
      // The advice tries without a signature, which must fail.
      if (!request.headers.has("authorization")) return new Response(null, { status: 403 });
      assert.match(
        request.headers.get("authorization") ?? "",
        /^AWS4-HMAC-SHA256 Credential=key\//,
      );
      const code = answers.code === undefined ? {} : { "x-minio-error-code": answers.code };
      return new Response(null, {
        status: answers.bucket ?? 200,
        headers: { ...headers, ...code },
      });
    },
  );
  await run({ MINIO_PORT: String(server.addr.port), MINIO_ACCESS_KEY: "key" });
}

Deno.test("verifyServices tells of each service that nobody answers for it", async () => {
  const { result: checks = [], elapsedMs } = await outcomeOf(() =>
    // The first connection of a process loads its driver, which takes a slow machine a second.
    verifyServices({ settings: settings(), timeoutMs: 4_000 })
  );
  assert.deepEqual(checks.map(({ name }) => name), [
    "timescaledb",
    "redis",
    "mongodb",
    "kafka",
    "minio",
  ]);
  for (const { cause, detail, latencyMs, status } of checks) {
    assert.equal(status, "fail");
    assert.equal(cause, "unreachable", detail);
    assert.equal(latencyMs, null);
    assert.match(detail, /refused the connection, start it with "deno task up" or correct /);
  }
  assert.ok(elapsedMs < 25_000, `${elapsedMs}`);
});

Deno.test("verifyServices skips what is absent and checks only what is asked for", async () => {
  const absent = new Map<ServiceName, string>([["kafka", "not here"]]);
  const checks = await verifyServices({ settings: settings(), services: ["kafka"], absent });
  assert.deepEqual(checks, [
    { name: "kafka", status: "skip", latencyMs: null, detail: "not here" },
  ]);
});

Deno.test("verifyServices ends each check within its limit where a server accepts and never answers", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const accepted: Deno.Conn[] = [];
  const accepting = (async () => {
    for await (const connection of listener) accepted.push(connection);
  })();
  const port = String(listener.addr.port);
  const silent = {
    POSTGRES_PORT: port,
    REDIS_PORT: port,
    MONGO_PORT: port,
    MINIO_PORT: port,
    KAFKA_BOOTSTRAP_SERVERS: `127.0.0.1:${port}`,
  };
  const { result: checks = [], elapsedMs } = await outcomeOf(() =>
    verifyServices({ settings: settings(silent), timeoutMs: 400 })
  );
  for (const { cause, detail } of checks) assert.equal(cause, "unreachable", detail);
  assert.equal(checks.length, 5);
  assert.ok(elapsedMs < 2_500, `${elapsedMs}`);
  listener.close();
  await accepting;
  for (const connection of accepted) connection.close();
});

Deno.test("verifyServices ends early with the signal's reason", async () => {
  const signal = AbortSignal.abort(new Error("interrupted"));
  await assert.rejects(
    verifyServices({ settings: settings(), services: ["minio"], signal }),
    /interrupted/,
  );
});

Deno.test("the check of MinIO asks for readiness and for the bucket", async () => {
  await withMinio({}, async (env) => {
    const { detail, latencyMs, status } = await check("minio", env);
    assert.equal(status, "pass");
    assert.equal(detail, 'MinIO ready, bucket "strata"');
    assert.ok(latencyMs !== null);
  });
  await withMinio({ ready: 404, server: "other" }, async (env) => {
    assert.equal((await check("minio", env)).detail, 'S3 server, bucket "strata"');
  });
});

Deno.test("the check of MinIO tells a missing bucket, refused keys and a server not ready apart", async () => {
  await withMinio({ bucket: 404, code: "NoSuchBucket" }, async (env) => {
    const { cause, detail } = await check("minio", env);
    assert.equal(cause, "missing");
    assert.match(detail, /has no bucket "strata", "deno task up" creates it/);
  });
  await withMinio({ bucket: 403, code: "SignatureDoesNotMatch" }, async (env) => {
    const { cause, detail } = await check("minio", env);
    assert.equal(cause, "auth");
    assert.match(detail, /SignatureDoesNotMatch.*MINIO_SECRET_KEY/);
  });
  await withMinio({ ready: 503 }, async (env) => {
    const { cause, detail } = await check("minio", env);
    assert.equal(cause, "unreachable");
    assert.match(detail, /not ready yet/);
  });
});

serverTest(
  "timescaledb",
  "the check of TimescaleDB names the server and its edition",
  async (_t, { url, client }) => {
    const found = await check("timescaledb", { DATABASE_URL: url });
    assert.notEqual(found.status, "fail", found.detail);
    assert.match(found.detail, /^PostgreSQL \d+(\.\d+)?/);
    const { rows } = await client.query(
      "select default_version from pg_available_extensions where name = 'timescaledb'",
    );
    if (rows.length === 0) return assert.match(found.detail, /without TimescaleDB: tables work/);
    assert.match(found.detail, /without TimescaleDB: .* is at hand/);
  },
);

serverTest(
  "community",
  "the check of TimescaleDB passes on the Community edition",
  async (_t, { url }) => {
    const found = await check("timescaledb", { DATABASE_URL: url });
    // A warning may be advice on the shared server.
    assert.notEqual(found.status, "fail", found.detail);
    assert.match(found.detail, /TimescaleDB 2\.\d+\.\d+ Community$/);
  },
  { timescaledb: true },
);

serverTest(
  "timescaledb",
  "the check of TimescaleDB tells a wrong password from a missing database",
  async (_t, { url }) => {
    const wrong = new URL(url);
    wrong.password = "canary-password";
    const refused = await check("timescaledb", { DATABASE_URL: wrong.href });
    assert.equal(refused.cause, "auth");
    assert.match(refused.detail, /correct POSTGRES_USER and POSTGRES_PASSWORD/);
    assert.doesNotMatch(refused.detail, /canary/);
    const missing = new URL(url);
    missing.pathname = "/no_such_database";
    const absent = await check("timescaledb", { DATABASE_URL: missing.href });
    assert.equal(absent.cause, "missing");
    assert.match(absent.detail, /no database "no_such_database"/);
  },
);

serverTest(
  "redis",
  "the check of Redis makes a round trip, and tells a wrong password",
  async (t, { url }) => {
    const found = await check("redis", redisEnv(url));
    // A warning may be advice on the shared server.
    assert.notEqual(found.status, "fail", found.detail);
    assert.match(found.detail, /^(Redis|Valkey) \d+\.\d+.*, set, get and delete$/);
    await t.step({
      name: "a wrong password (needs a server with one)",
      ignore: new URL(url).password === "",
      fn: async () => {
        const env = { ...redisEnv(url), REDIS_PASSWORD: "canary-password" };
        const { cause, detail } = await check("redis", env);
        assert.equal(cause, "auth");
        assert.match(detail, /correct REDIS_PASSWORD/);
        assert.doesNotMatch(detail, /canary/);
      },
    });
  },
);

serverTest("redis", "verifyServices waits until what failed comes up", async (_t, { url }) => {
  await using proxy = await FaultProxy.before(url);
  await proxy.refuse();
  const late = sleep(600).then(() => proxy.listen());
  const rounds: string[] = [];
  const checks = await verifyServices({
    settings: settings(redisEnv(proxy.through(url))),
    services: ["redis"],
    timeoutMs: 1_000,
    waitMs: 10_000,
    onRound: (round) => rounds.push(round[0]?.status ?? ""),
  });
  await late;
  // The server may be one that verify warns of.
  assert.match(checks[0]?.status ?? "", /^(pass|warn)$/);
  assert.equal(rounds.at(-1), checks[0]?.status);
  assert.equal(rounds[0], "fail");
});
