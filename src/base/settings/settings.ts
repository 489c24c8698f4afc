import type { HostPort } from "./_host_fields.ts";
import type { Secret } from "./secret.ts";

export type { HostPort };

/** The least level that is logged. */
export type LogLevel = "debug" | "info" | "warning" | "error";

/** How a PostgreSQL connection uses TLS, as libpq names the modes. */
export type SslMode = "disable" | "require" | "verify-ca" | "verify-full";

/** Everything that the package is told by its surroundings; deeply frozen. */
export interface Settings {
  /** Names the project: containers, volumes and connections. */
  readonly projectName: string;
  /** The least level that is logged. */
  readonly logLevel: LogLevel;
  /** Whether `DEBUG` is on. */
  readonly debug: boolean;
  /** The connections to PostgreSQL and their limits. */
  readonly database: DatabaseSettings;
  /** Where PostgreSQL is; what `DATABASE_URL` says, where that is set. */
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
  /** The key of the FRED service. */
  readonly fredApiKey: Secret | undefined;
  /** The symbols that are followed by default. */
  readonly topSymbols: readonly string[];
  /** The variables set in the environment or in `.env`: a port among them is never moved. */
  readonly explicit: ReadonlySet<string>;
}

/** Where PostgreSQL is. */
export interface PostgresSettings {
  /** The host, IPv6 without brackets. */
  readonly host: string;
  /** The port. */
  readonly port: number;
  /** The database. */
  readonly db: string;
  /** The user. */
  readonly user: string;
  /** The password, possibly empty. */
  readonly password: Secret;
}

/** The connections to PostgreSQL and their limits; times in milliseconds. */
export interface DatabaseSettings {
  /** The URL for the pool. */
  readonly url: Secret;
  /** The URL for migrations: a direct connection where the pool goes through PgBouncer. */
  readonly migrationUrl: Secret;
  /** The URLs of read replicas. */
  readonly replicaUrls: readonly Secret[];
  /** The connections that the pool keeps. */
  readonly poolSize: number;
  /** The connections beyond that under load. */
  readonly maxOverflow: number;
  /** Whether an idle connection is asked for life before use. */
  readonly prePing: boolean;
  /** The callers that may wait for a connection. */
  readonly maxWaiting: number;
  /** The longest wait for a connection of the pool. */
  readonly acquireTimeoutMs: number;
  /** The longest wait for the server while connecting. */
  readonly connectTimeoutMs: number;
  /** After how long an idle connection is closed; 0 is never. */
  readonly idleTimeoutMs: number;
  /** After how long a connection is replaced; 0 is never. */
  readonly maxLifetimeMs: number;
  /** After how long the server cancels a statement; 0 is never. */
  readonly statementTimeoutMs: number;
  /** After how long the server ends an idle transaction; 0 is never. */
  readonly idleInTransactionTimeoutMs: number;
  /** Whether statements are prepared by name. */
  readonly preparedStatements: boolean;
  /** TLS: the mode, and the file with the certificate authority where one is named. */
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
  /** The password, possibly empty. */
  readonly password: Secret;
  /** Whether TLS is used. */
  readonly tls: boolean;
  /** The file with the certificate authority. */
  readonly tlsCaFile: string | undefined;
  /** The connections that may be leased for blocking commands. */
  readonly maxConnections: number;
  /** The longest wait for the server while connecting, in milliseconds. */
  readonly connectTimeoutMs: number;
  /** The longest wait for an answer, in milliseconds. */
  readonly commandTimeoutMs: number;
  /** The sentinels, where Redis is found through them. */
  readonly sentinel: SentinelSettings | undefined;
  /** The first nodes of a cluster; empty where it is none. */
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
  /** The user in the database `admin`, possibly empty. */
  readonly user: string;
  /** The password, possibly empty. */
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
