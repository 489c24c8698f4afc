import type { HostPort } from "./_host_fields.ts";
import type { PostgresUrl } from "./_url_fields.ts";
import { Secret } from "./secret.ts";
import type { RedisSettings, SentinelSettings, Settings, SslMode } from "./settings.ts";
import { buildUrl, percentEncode, redactUrl, type UrlParts } from "./url.ts";
import type { Values } from "./variables.ts";

/** Makes the settings out of the values of the variables. */
export function deriveSettings(values: Values, explicit: ReadonlySet<string>): Settings {
  const postgres = values.DATABASE_URL ?? postgresFromParts(values);
  const { host, port, db, user, password } = postgres;
  return {
    projectName: values.PROJECT_NAME,
    logLevel: values.DEBUG && !explicit.has("LOG_LEVEL") ? "debug" : values.LOG_LEVEL,
    debug: values.DEBUG,
    database: {
      url: postgres.url,
      migrationUrl: urlWithTls(values.MIGRATION_DATABASE_URL ?? postgres, values),
      replicaUrls: (values.DATABASE_REPLICA_URLS ?? []).map((replica) => replica.url),
      poolSize: values.DB_POOL_SIZE,
      maxOverflow: values.DB_MAX_OVERFLOW,
      prePing: values.DB_POOL_PRE_PING,
      maxWaiting: values.DB_MAX_WAITING,
      acquireTimeoutMs: values.DB_ACQUIRE_TIMEOUT_MS,
      connectTimeoutMs: values.DB_CONNECT_TIMEOUT_MS,
      idleTimeoutMs: values.DB_IDLE_TIMEOUT_MS,
      maxLifetimeMs: values.DB_MAX_LIFETIME_MS,
      statementTimeoutMs: values.DB_STATEMENT_TIMEOUT_MS,
      idleInTransactionTimeoutMs: values.DB_IDLE_IN_TRANSACTION_TIMEOUT_MS,
      preparedStatements: values.DB_PREPARED_STATEMENTS,
      ssl: { mode: sslMode(postgres.sslmode) ?? values.DB_SSL, caFile: values.DB_SSL_CA },
    },
    postgres: { host, port, db, user, password },
    redis: deriveRedis(values),
    mongo: {
      url: secretUrl({
        scheme: "mongodb",
        host: values.MONGO_HOST,
        port: values.MONGO_PORT,
        user: values.MONGO_USER,
        password: values.MONGO_USER === "" ? "" : values.MONGO_PASSWORD.reveal(),
        path: percentEncode(values.MONGO_DB),
        query: values.MONGO_USER === "" ? "" : "authSource=admin",
      }),
      host: values.MONGO_HOST,
      port: values.MONGO_PORT,
      user: values.MONGO_USER,
      password: values.MONGO_PASSWORD,
      db: values.MONGO_DB,
    },
    minio: {
      endpoint: buildUrl({
        scheme: values.MINIO_TLS ? "https" : "http",
        host: values.MINIO_HOST,
        port: values.MINIO_PORT,
      }),
      host: values.MINIO_HOST,
      port: values.MINIO_PORT,
      region: values.MINIO_REGION,
      accessKey: values.MINIO_ACCESS_KEY,
      secretKey: values.MINIO_SECRET_KEY,
      bucket: values.MINIO_BUCKET,
    },
    kafka: { brokers: values.KAFKA_BOOTSTRAP_SERVERS },
    images: {
      timescaledb: values.TIMESCALEDB_IMAGE,
      redis: values.REDIS_IMAGE,
      mongodb: values.MONGO_IMAGE,
      minio: values.MINIO_IMAGE,
      kafka: values.KAFKA_IMAGE,
    },
    fredApiKey: values.FRED_API_KEY,
    sourceUrls: {
      fred: values.FRED_API_URL,
      bcb: values.BCB_API_URL,
      treasury: values.TREASURY_API_URL,
      ecb: values.ECB_API_URL,
      eurostat: values.EUROSTAT_API_URL,
      oecd: values.OECD_API_URL,
      bis: values.BIS_API_URL,
      imf: values.IMF_API_URL,
    },
    sourcesFile: values.SOURCES_FILE,
    topSymbols: values.TOP_SYMBOLS,
    apiTokens: values.API_TOKENS ?? [],
    explicit,
  };
}

/** Finds contradictions between variables that are valid one by one; some may be missing. */
export function findContradictions(values: Partial<Values>): string[] {
  const problems: string[] = [];
  if (values.REDIS_SENTINELS && !values.REDIS_SENTINEL_NAME) {
    problems.push("REDIS_SENTINEL_NAME is not set, REDIS_SENTINELS wants the primary's name there");
  }
  if (values.REDIS_SENTINELS && values.REDIS_CLUSTER_NODES) {
    problems.push("REDIS_SENTINELS and REDIS_CLUSTER_NODES are both set, keep one of the two");
  }
  if (values.REDIS_CLUSTER_NODES && values.REDIS_DB) {
    problems.push(`REDIS_DB is "${values.REDIS_DB}", a Redis Cluster has only database 0`);
  }
  const names = (values.API_TOKENS ?? []).map(({ name }) => name);
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) {
    problems.push(`API_TOKENS has two tokens of the name "${twice}", give each its own`);
  }
  return problems;
}

function postgresFromParts(values: Values): PostgresUrl {
  const parts = {
    host: values.POSTGRES_HOST,
    port: values.POSTGRES_PORT,
    db: values.POSTGRES_DB,
    user: values.POSTGRES_USER,
    password: values.POSTGRES_PASSWORD,
  };
  const url = secretUrl({
    ...parts,
    scheme: "postgres",
    password: parts.password.reveal(),
    path: percentEncode(parts.db),
  });
  return { ...parts, url, sslmode: undefined };
}

/**
 * Adds `DB_SSL` and `DB_SSL_CA` to a URL that says nothing of TLS: a session for migrations and the
 * programs of PostgreSQL get only a URL.
 */
function urlWithTls({ url, sslmode }: PostgresUrl, values: Values): Secret {
  if (sslmode !== undefined || values.DB_SSL === "disable") return url;
  const text = url.reveal();
  const isNamed = new URL(text).searchParams.has("sslrootcert");
  const ca = values.DB_SSL_CA === undefined || isNamed
    ? ""
    : `&sslrootcert=${percentEncode(values.DB_SSL_CA)}`;
  const whole = `${text}${text.includes("?") ? "&" : "?"}sslmode=${values.DB_SSL}${ca}`;
  return new Secret(whole, redactUrl(whole));
}

function sslMode(text: string | undefined): SslMode | undefined {
  switch (text) {
    case "disable":
    case "require":
    case "verify-ca":
    case "verify-full":
      return text;
    default:
      return undefined;
  }
}

function deriveRedis(values: Values): RedisSettings {
  return {
    url: secretUrl({
      scheme: values.REDIS_TLS ? "rediss" : "redis",
      host: values.REDIS_HOST,
      port: values.REDIS_PORT,
      user: values.REDIS_USER ?? "",
      password: values.REDIS_PASSWORD.reveal(),
      path: String(values.REDIS_DB),
    }),
    host: values.REDIS_HOST,
    port: values.REDIS_PORT,
    db: values.REDIS_DB,
    username: values.REDIS_USER,
    password: values.REDIS_PASSWORD,
    tls: values.REDIS_TLS,
    tlsCaFile: values.REDIS_TLS_CA,
    maxConnections: values.REDIS_MAX_CONNECTIONS,
    connectTimeoutMs: values.REDIS_CONNECT_TIMEOUT_MS,
    commandTimeoutMs: values.REDIS_COMMAND_TIMEOUT_MS,
    sentinel: deriveSentinel(values, values.REDIS_SENTINELS),
    clusterNodes: values.REDIS_CLUSTER_NODES ?? [],
  };
}

function deriveSentinel(
  values: Values,
  nodes: readonly HostPort[] | undefined,
): SentinelSettings | undefined {
  if (nodes === undefined || values.REDIS_SENTINEL_NAME === undefined) return undefined;
  return { name: values.REDIS_SENTINEL_NAME, nodes, password: values.REDIS_SENTINEL_PASSWORD };
}

function secretUrl(parts: UrlParts): Secret {
  const url = buildUrl(parts);
  return new Secret(url, redactUrl(url));
}
