import assert from "node:assert/strict";
import { ConfigError } from "../../../../src/base/errors.ts";
import { loadSettings, type Settings, variables } from "../../../../src/base/settings/mod.ts";

function load(env: Record<string, string> = {}): Settings {
  return loadSettings({ env, envFile: false });
}

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    load(env);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.problems;
  }
  return [];
}

Deno.test("loadSettings gives the defaults where nothing is set", () => {
  const settings = load();
  assert.equal(settings.database.url.reveal(), "postgres://strata:strata@127.0.0.1:5432/strata");
  assert.equal(settings.database.migrationUrl.reveal(), settings.database.url.reveal());
  assert.equal(settings.redis.url.reveal(), "redis://:strata@127.0.0.1:6379/0");
  assert.equal(
    settings.mongo.url.reveal(),
    "mongodb://strata:strata@127.0.0.1:27017/strata?authSource=admin",
  );
  assert.equal(settings.minio.endpoint, "http://127.0.0.1:9000");
  assert.deepEqual(settings.kafka.brokers, ["127.0.0.1:9092"]);
  assert.deepEqual(
    [settings.database.poolSize, settings.database.maxOverflow, settings.redis.maxConnections],
    [20, 10, 50],
  );
  assert.equal(settings.fredApiKey, undefined);
  assert.equal(settings.explicit.size, 0);
});

const overrides: readonly [
  env: Record<string, string>,
  read: (s: Settings) => unknown,
  value: unknown,
][] = [
  [{ PROJECT_NAME: "macro" }, (s) => s.projectName, "macro"],
  [{ LOG_LEVEL: "WARN" }, (s) => s.logLevel, "warning"],
  [{ DEBUG: "true" }, (s) => s.logLevel, "debug"],
  [{ DEBUG: "1", LOG_LEVEL: "error" }, (s) => s.logLevel, "error"],
  [{ DEBUG: "ioredis:*" }, (s) => s.debug, false],
  [{ TOP_SYMBOLS: " A, B ,,C" }, (s) => s.topSymbols, ["A", "B", "C"]],
  [{ DB_POOL_SIZE: " 5 " }, (s) => s.database.poolSize, 5],
  [{ DB_POOL_PRE_PING: "off" }, (s) => s.database.prePing, false],
  [{ DB_SSL: "Verify-Full" }, (s) => s.database.ssl.mode, "verify-full"],
  [{ DATABASE_URL: "postgres://u@h/d?sslmode=require" }, (s) => s.database.ssl.mode, "require"],
  [{ POSTGRES_PORT: "" }, (s) => s.postgres.port, 5432],
  [
    { POSTGRES_PASSWORD: "" },
    (s) => s.database.url.reveal(),
    "postgres://strata@127.0.0.1:5432/strata",
  ],
  [
    { POSTGRES_HOST: "::1" },
    (s) => s.database.url.reveal(),
    "postgres://strata:strata@[::1]:5432/strata",
  ],
  [{ POSTGRES_HOST: "[fe80::1]" }, (s) => s.postgres.host, "fe80::1"],
  [{ REDIS_PASSWORD: "" }, (s) => s.redis.url.reveal(), "redis://127.0.0.1:6379/0"],
  [
    { REDIS_USER: "app", REDIS_TLS: "yes", REDIS_DB: "3" },
    (s) => s.redis.url.reveal(),
    "rediss://app:strata@127.0.0.1:6379/3",
  ],
  [{ MONGO_USER: "" }, (s) => s.mongo.url.reveal(), "mongodb://127.0.0.1:27017/strata"],
  [
    { MINIO_TLS: "true", MINIO_HOST: "s3.example", MINIO_PORT: "443" },
    (s) => s.minio.endpoint,
    "https://s3.example:443",
  ],
  [{ KAFKA_BOOTSTRAP_SERVERS: "a:1, [::1]:2" }, (s) => s.kafka.brokers, ["a:1", "[::1]:2"]],
  [
    { REDIS_SENTINELS: "a:1,b:2", REDIS_SENTINEL_NAME: "main" },
    (s) => s.redis.sentinel,
    { name: "main", nodes: [{ host: "a", port: 1 }, { host: "b", port: 2 }], password: undefined },
  ],
  [{ REDIS_CLUSTER_NODES: "a:1" }, (s) => s.redis.clusterNodes, [{ host: "a", port: 1 }]],
  [
    { DATABASE_REPLICA_URLS: "postgres://u@a/d,postgres://u@b/d" },
    (s) => s.database.replicaUrls.map((u) => u.reveal()),
    ["postgres://u@a/d", "postgres://u@b/d"],
  ],
];

for (const [env, read, value] of overrides) {
  Deno.test(`loadSettings reads ${JSON.stringify(env)}`, () => {
    assert.deepEqual(read(load(env)), value);
  });
}

const bad: readonly [env: Record<string, string>, problem: RegExp][] = [
  ...["0", "65536", "abc", "-1", "54.2", "5432x", "1e3", "٣"].map((
    port,
  ): [Record<string, string>, RegExp] => [
    { POSTGRES_PORT: port },
    /^POSTGRES_PORT is ".*" \(environment\), want a port from 1 to 65535$/,
  ]),
  [{ POSTGRES_HOST: "db:5433" }, /^POSTGRES_HOST is "db:5433" .* without scheme, port or path/],
  [{ POSTGRES_HOST: "http://db" }, /^POSTGRES_HOST/],
  [{ POSTGRES_HOST: "[nonsense]" }, /^POSTGRES_HOST/],
  [{ POSTGRES_DB: "x".repeat(64) }, /^POSTGRES_DB .* at most 63 bytes/],
  [{ POSTGRES_USER: "a\nb" }, /^POSTGRES_USER/],
  [{ LOG_LEVEL: "loud" }, /^LOG_LEVEL is "loud" .* one of debug, info, warning, error$/],
  [{ DEBUG: "maybe" }, /^DEBUG is "maybe" .* want true or false$/],
  [{ DB_POOL_SIZE: "0" }, /^DB_POOL_SIZE/],
  [{ DB_ACQUIRE_TIMEOUT_MS: "2147483648" }, /^DB_ACQUIRE_TIMEOUT_MS .* to 2147483647$/],
  [{ DB_SSL: "yes" }, /^DB_SSL .* one of disable, require, verify-ca, verify-full$/],
  [{ MINIO_BUCKET: "No" }, /^MINIO_BUCKET .* bucket name/],
  [{ MONGO_DB: "a.b" }, /^MONGO_DB/],
  [{ KAFKA_BOOTSTRAP_SERVERS: "a" }, /^KAFKA_BOOTSTRAP_SERVERS is "a" .* host:port, separated/],
  [{ KAFKA_BOOTSTRAP_SERVERS: "::1:9092" }, /^KAFKA_BOOTSTRAP_SERVERS/],
  [{ KAFKA_BOOTSTRAP_SERVERS: "," }, /^KAFKA_BOOTSTRAP_SERVERS .* at least one entry$/],
  [{ REDIS_SENTINELS: "a:1" }, /^REDIS_SENTINEL_NAME is not set/],
  [
    { REDIS_SENTINELS: "a:1", REDIS_SENTINEL_NAME: "m", REDIS_CLUSTER_NODES: "b:1" },
    /^REDIS_SENTINELS and REDIS_CLUSTER_NODES/,
  ],
  [{ REDIS_CLUSTER_NODES: "a:1", REDIS_DB: "2" }, /^REDIS_DB is "2", a Redis Cluster has only/],
];

for (const [env, problem] of bad) {
  Deno.test(`loadSettings refuses ${JSON.stringify(env)}`, () => {
    const problems = problemsOf(env);
    assert.equal(problems.length, 1, problems.join("\n"));
    assert.match(problems[0] ?? "", problem);
  });
}

Deno.test("loadSettings reports every problem at once, in the message as well", () => {
  const env = { POSTGRES_PORT: "abc", REDIS_PORT: "0", LOG_LEVEL: "x", REDIS_SENTINELS: "a:1" };
  assert.throws(() => load(env), (error) => {
    assert.ok(error instanceof ConfigError);
    assert.equal(error.problems.length, 4);
    for (const name of ["POSTGRES_PORT", "REDIS_PORT", "LOG_LEVEL", "REDIS_SENTINEL_NAME"]) {
      assert.match(error.message, new RegExp(`- ${name} `));
    }
    return true;
  });
});

Deno.test("loadSettings never repeats the value of a secret variable", () => {
  const broken: Record<string, string> = {
    DATABASE_URL: "postgres://u:hunter2%@h/d",
    MIGRATION_DATABASE_URL: "mysql://u:hunter2@h/d",
    DATABASE_REPLICA_URLS: "postgres://u:hunter2@h:99999/d",
  };
  for (const { name } of variables.filter(({ secret }) => secret)) broken[name] ??= "hunter2\0";
  assert.throws(() => load(broken), (error) => {
    assert.ok(error instanceof ConfigError);
    assert.equal(error.problems.length, Object.keys(broken).length, error.message);
    assert.doesNotMatch(Deno.inspect(error), /hunter2/);
    return true;
  });
});

Deno.test("loadSettings gives settings that cannot be changed and do not show a secret", () => {
  const settings = load({ POSTGRES_PASSWORD: "hunter2", FRED_API_KEY: "hunter2key" });
  assert.throws(() => Object.assign(settings, { debug: true }), TypeError);
  assert.throws(() => Object.assign(settings.database.ssl, { mode: "require" }), TypeError);
  assert.throws(() => Object.assign(settings.topSymbols, { 0: "X" }), TypeError);
  assert.throws(() => (settings.explicit as Set<string>).add("X"), TypeError); // the type hides add
  const shown = Deno.inspect(settings, { depth: 9 }) + JSON.stringify(settings);
  assert.doesNotMatch(shown, /hunter2/);
  assert.equal(settings.fredApiKey?.reveal(), "hunter2key");
});

Deno.test("loadSettings says DB_SSL in the URL for migrations, unless that says sslmode itself", () => {
  const migrationUrl = (env: Record<string, string>) =>
    load({ DATABASE_URL: "postgres://u:p%40@h/d", ...env }).database.migrationUrl.reveal();
  assert.equal(migrationUrl({}), "postgres://u:p%40@h/d");
  assert.equal(migrationUrl({ DB_SSL: "require" }), "postgres://u:p%40@h/d?sslmode=require");
  assert.equal(
    migrationUrl({
      DB_SSL: "verify-full",
      DB_SSL_CA: "/a b.pem",
      MIGRATION_DATABASE_URL: "postgres://u@h?application_name=x",
    }),
    "postgres://u@h?application_name=x&sslmode=verify-full&sslrootcert=%2Fa%20b.pem",
  );
  for (
    const url of ["postgres://u@h/d?sslmode=disable", "postgres://u@h/d?a=b&sslmode=verify-ca"]
  ) {
    assert.equal(migrationUrl({ DB_SSL: "require", MIGRATION_DATABASE_URL: url }), url);
  }
});

Deno.test("loadSettings names what a person has set", () => {
  const settings = loadSettings({
    env: { POSTGRES_PORT: "5433", REDIS_PORT: "" },
    envFile: false,
    defaults: { REDIS_PORT: "6390", MINIO_PORT: "9001" },
  });
  assert.deepEqual([...settings.explicit], ["POSTGRES_PORT"]);
  assert.deepEqual([settings.redis.port, settings.minio.port], [6390, 9001]);
});
