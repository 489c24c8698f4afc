import type { ApiToken } from "./api_token.ts";
import type { HostPort } from "./_host_fields.ts";
import type { Secret } from "./secret.ts";

export type { ApiToken, HostPort };

/** The lowest level that is logged. */
export type LogLevel = "debug" | "info" | "warning" | "error";

/** How a PostgreSQL connection uses TLS, as libpq names the modes. */
export type SslMode = "disable" | "require" | "verify-ca" | "verify-full";

/** All settings of the package; deeply frozen. */
export interface Settings {
  /** The name of the project, used for containers, volumes and connections. */
  readonly projectName: string;
  /** The lowest level that is logged. */
  readonly logLevel: LogLevel;
  /** Whether `DEBUG` is on. */
  readonly debug: boolean;
  /** The connections to PostgreSQL and their limits. */
  readonly database: DatabaseSettings;
  /** The address of PostgreSQL, from `DATABASE_URL` if that is set. */
  readonly postgres: PostgresSettings;
  /** Redis or Valkey. */
  readonly redis: RedisSettings;
  /** MongoDB. */
  readonly mongo: MongoSettings;
  /** MinIO, or any other S3 server. */
  readonly minio: MinioSettings;
  /** Kafka. */
  readonly kafka: KafkaSettings;
  /** The images of the docker backend. */
  readonly images: ImageSettings;
  /** The API key of FRED. */
  readonly fredApiKey: Secret | undefined;
  /** The addresses of sources' APIs, where they differ from the public ones. */
  readonly sourceUrls: SourceUrls;
  /** The module with further sources. */
  readonly sourcesFile: string | undefined;
  /** The symbols that are followed by default. */
  readonly topSymbols: readonly string[];
  /** The tokens of the read API; without one, it serves on loopback only. */
  readonly apiTokens: readonly ApiToken[];
  /** The variables set in the environment or in `.env`; a port among them is never moved. */
  readonly explicit: ReadonlySet<string>;
}

/** The addresses of sources' APIs by the names of the sources; undefined is the public one. */
export type SourceUrls = Readonly<Record<SourceName, string | undefined>>;

/** The sources whose address can be set. */
export type SourceName =
  | "fred"
  | "bcb"
  | "treasury"
  | "ecb"
  | "eurostat"
  | "oecd"
  | "bis"
  | "imf";

/** The address of PostgreSQL. */
export interface PostgresSettings {
  /** The host, IPv6 without brackets. */
  readonly host: string;
  /** The port. */
  readonly port: number;
  /** The database. */
  readonly db: string;
  /** The user. */
  readonly user: string;
  /** The password; may be empty. */
  readonly password: Secret;
}

/** The connections to PostgreSQL and their limits; times in milliseconds. */
export interface DatabaseSettings {
  /** The URL for the pool. */
  readonly url: Secret;
  /** The URL for migrations: a direct connection if the pool goes through PgBouncer. */
  readonly migrationUrl: Secret;
  /** The URLs of read replicas. */
  readonly replicaUrls: readonly Secret[];
  /** The connections that the pool keeps. */
  readonly poolSize: number;
  /** The additional connections under load. */
  readonly maxOverflow: number;
  /** Whether an idle connection is tested before use. */
  readonly prePing: boolean;
  /** The callers that may wait for a connection. */
  readonly maxWaiting: number;
  /** The longest wait for a pool connection. */
  readonly acquireTimeoutMs: number;
  /** The longest wait for the server when connecting. */
  readonly connectTimeoutMs: number;
  /** The time after which an idle connection is closed; 0 means never. */
  readonly idleTimeoutMs: number;
  /** The time after which a connection is replaced; 0 means never. */
  readonly maxLifetimeMs: number;
  /** The time after which the server cancels a statement; 0 means never. */
  readonly statementTimeoutMs: number;
  /** The time after which the server ends an idle transaction; 0 means never. */
  readonly idleInTransactionTimeoutMs: number;
  /** Whether statements are prepared by name. */
  readonly preparedStatements: boolean;
  /** TLS: the mode, and the file of the certificate authority if one is named. */
  readonly ssl: { readonly mode: SslMode; readonly caFile: string | undefined };
}

/** Redis or Valkey. */
export interface RedisSettings {
  /** `redis://user:password@host:port/db`, `rediss:` with TLS. */
  readonly url: Secret;
  /** The host, IPv6 without brackets. */
  readonly host: string;
  /** The port. */
  readonly port: number;
  /** The number of the database. */
  readonly db: number;
  /** The user of the access control list. */
  readonly username: string | undefined;
  /** The password; may be empty. */
  readonly password: Secret;
  /** Whether TLS is used. */
  readonly tls: boolean;
  /** The file of the certificate authority. */
  readonly tlsCaFile: string | undefined;
  /** The connections that may be leased for blocking commands. */
  readonly maxConnections: number;
  /** The longest wait for the server when connecting, in milliseconds. */
  readonly connectTimeoutMs: number;
  /** The longest wait for an answer, in milliseconds. */
  readonly commandTimeoutMs: number;
  /** The sentinels, if Redis is found through them. */
  readonly sentinel: SentinelSettings | undefined;
  /** The first nodes of a cluster; empty if there is no cluster. */
  readonly clusterNodes: readonly HostPort[];
}

/** Redis Sentinel. */
export interface SentinelSettings {
  /** The name of the primary that they watch. */
  readonly name: string;
  /** The sentinels. */
  readonly nodes: readonly HostPort[];
  /** The password of the sentinels themselves. */
  readonly password: Secret | undefined;
}

/** MongoDB. */
export interface MongoSettings {
  /** `mongodb://user:password@host:port/db?authSource=admin`. */
  readonly url: Secret;
  /** The host, IPv6 without brackets. */
  readonly host: string;
  /** The port. */
  readonly port: number;
  /** The user in the database `admin`; may be empty. */
  readonly user: string;
  /** The password; may be empty. */
  readonly password: Secret;
  /** The database. */
  readonly db: string;
}

/** MinIO, or any other S3 server. */
export interface MinioSettings {
  /** `http://host:port`. */
  readonly endpoint: string;
  /** The host, IPv6 without brackets. */
  readonly host: string;
  /** The port. */
  readonly port: number;
  /** The region that requests are signed for. */
  readonly region: string;
  /** The access key. */
  readonly accessKey: string;
  /** The secret key. */
  readonly secretKey: Secret;
  /** The bucket. */
  readonly bucket: string;
}

/** Kafka. */
export interface KafkaSettings {
  /** The brokers as `host:port`. */
  readonly brokers: readonly string[];
}

/** The images of the docker backend, by service. */
export interface ImageSettings {
  /** PostgreSQL with TimescaleDB. */
  readonly timescaledb: string;
  /** Redis or Valkey. */
  readonly redis: string;
  /** MongoDB. */
  readonly mongodb: string;
  /** MinIO. */
  readonly minio: string;
  /** Kafka. */
  readonly kafka: string;
}
