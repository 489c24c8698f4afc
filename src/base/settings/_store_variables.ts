import type { Declaration } from "./_declare.ts";
import { field, flag, line, list, port, secretField } from "./_fields.ts";
import { host, hostPortText } from "./_host_fields.ts";

const bucketName = field(
  "a bucket name: 3 to 63 lower-case letters, digits, dots and hyphens",
  (text) => /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(text.trim()) ? text.trim() : undefined,
);

const mongoDatabaseName = field(
  'a database name of at most 63 bytes without / \\ . " $ and blanks',
  (text) => /^[^/\\. "$*<>:|?\0]{1,63}$/.test(text.trim()) ? text.trim() : undefined,
);

/** The variables of MongoDB. */
export const mongoVariables = {
  MONGO_HOST: { default: "127.0.0.1", description: "Host of MongoDB.", schema: host() },
  MONGO_PORT: { default: "27017", description: "Port of MongoDB.", schema: port() },
  MONGO_USER: {
    default: "strata",
    description: "User in the database `admin`; empty for a server without log-in.",
    allowEmpty: true,
    schema: field("a user name", (text) => text.trim()),
  },
  MONGO_PASSWORD: {
    default: "strata",
    description: "Password of that user; this default is for a server on loopback only.",
    secret: true,
    allowEmpty: true,
    schema: secretField(),
  },
  MONGO_DB: { default: "strata", description: "Database.", schema: mongoDatabaseName },
} as const satisfies Record<string, Declaration>;

/** The variables of MinIO, or of any other S3 server. */
export const minioVariables = {
  MINIO_HOST: {
    default: "127.0.0.1",
    description: "Host of MinIO or of another S3 server.",
    schema: host(),
  },
  MINIO_PORT: { default: "9000", description: "Port of MinIO.", schema: port() },
  MINIO_TLS: { default: "false", description: "true for an https endpoint.", schema: flag() },
  MINIO_REGION: {
    default: "us-east-1",
    description: "Region that requests are signed for.",
    schema: line(),
  },
  MINIO_ACCESS_KEY: { default: "strata", description: "Access key.", schema: line() },
  MINIO_SECRET_KEY: {
    default: "strata-minio",
    description: "Secret key (MinIO wants 8 characters); this default is for loopback only.",
    secret: true,
    schema: secretField(),
  },
  MINIO_BUCKET: { default: "strata", description: "Bucket.", schema: bucketName },
} as const satisfies Record<string, Declaration>;

/** The variables of Kafka. */
export const kafkaVariables = {
  KAFKA_BOOTSTRAP_SERVERS: {
    default: "127.0.0.1:9092",
    description: "Brokers as host:port, separated by commas.",
    schema: list(hostPortText()),
  },
} as const satisfies Record<string, Declaration>;
