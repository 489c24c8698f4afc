import type { Declaration } from "./_declare.ts";
import {
  flag,
  integer,
  line,
  list,
  milliseconds,
  oneOf,
  port,
  postgresDatabase,
  postgresUser,
  secretField,
} from "./_fields.ts";
import { host } from "./_host_fields.ts";
import { postgresUrl } from "./_url_fields.ts";

/** The variables that say where PostgreSQL is. */
export const postgresVariables = {
  POSTGRES_HOST: {
    default: "127.0.0.1",
    description: "Host of PostgreSQL.",
    schema: host(),
  },
  POSTGRES_PORT: { default: "5432", description: "Port of PostgreSQL.", schema: port() },
  POSTGRES_DB: { default: "strata", description: "Database.", schema: postgresDatabase() },
  POSTGRES_USER: { default: "strata", description: "User.", schema: postgresUser() },
  POSTGRES_PASSWORD: {
    default: "strata",
    description: "Password of that user; this default is for a server on loopback only.",
    secret: true,
    allowEmpty: true,
    schema: secretField(),
  },
  DATABASE_URL: {
    description: "postgres://user:password@host:port/database; wins over the POSTGRES_ variables.",
    secret: true,
    schema: postgresUrl(),
  },
  MIGRATION_DATABASE_URL: {
    description: "A direct connection for migrations, if the pool goes through PgBouncer.",
    secret: true,
    schema: postgresUrl(),
  },
  DATABASE_REPLICA_URLS: {
    description: "URLs of read replicas, separated by commas (a comma in a password is %2C).",
    secret: true,
    schema: list(postgresUrl()),
  },
} as const satisfies Record<string, Declaration>;

/** The variables that limit the connection pool. */
export const poolVariables = {
  DB_POOL_SIZE: {
    default: "20",
    description: "Connections that the pool keeps.",
    schema: integer(1, 10_000),
  },
  DB_MAX_OVERFLOW: {
    default: "10",
    description: "Connections beyond the pool size under load.",
    schema: integer(0, 10_000),
  },
  DB_POOL_PRE_PING: {
    default: "true",
    description: "Tests an idle connection before it is used.",
    schema: flag(),
  },
  DB_MAX_WAITING: {
    default: "1000",
    description: "Callers that may wait for a connection; one more is refused at once.",
    schema: integer(0, 1_000_000),
  },
  DB_ACQUIRE_TIMEOUT_MS: {
    default: "5000",
    description: "Longest wait for a connection of the pool.",
    schema: milliseconds(1),
  },
  DB_CONNECT_TIMEOUT_MS: {
    default: "5000",
    description: "Longest wait for the server while connecting.",
    schema: milliseconds(1),
  },
  DB_IDLE_TIMEOUT_MS: {
    default: "30000",
    description: "An idle connection is closed after this time; 0 keeps it.",
    schema: milliseconds(),
  },
  DB_MAX_LIFETIME_MS: {
    default: "1800000",
    description: "A connection is replaced after this time (20 % more or less); 0 keeps it.",
    schema: milliseconds(),
  },
  DB_STATEMENT_TIMEOUT_MS: {
    default: "30000",
    description: "The server cancels a statement after this time; 0 sets no limit.",
    schema: milliseconds(),
  },
  DB_IDLE_IN_TRANSACTION_TIMEOUT_MS: {
    default: "60000",
    description: "The server ends a transaction that is idle this long; 0 sets no limit.",
    schema: milliseconds(),
  },
  DB_PREPARED_STATEMENTS: {
    default: "true",
    description: "Set to false if PgBouncer pools by transaction.",
    schema: flag(),
  },
  DB_SSL: {
    default: "disable",
    description: "TLS to PostgreSQL: disable, require, verify-ca or verify-full; " +
      "an sslmode in DATABASE_URL wins.",
    schema: oneOf(["disable", "require", "verify-ca", "verify-full"]),
  },
  DB_SSL_CA: {
    description: "File with the certificate authority of PostgreSQL's certificate (PEM).",
    schema: line(4096),
  },
} as const satisfies Record<string, Declaration>;
