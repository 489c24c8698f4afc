import type { Declaration } from "./_declare.ts";
import { field } from "./_fields.ts";

const imageName = field(
  "the name of an image, best with its exact version: registry/name:tag",
  (text) => /^[a-z0-9][\w.:@/-]*$/i.test(text.trim()) ? text.trim() : undefined,
);

/** The variables that only the docker backend uses: the image of each service. */
export const imageVariables = {
  TIMESCALEDB_IMAGE: {
    default: "timescale/timescaledb:2.29.2-pg17",
    description: "Image of PostgreSQL with TimescaleDB; 2.18.0 and older lose rows.",
    schema: imageName,
  },
  REDIS_IMAGE: {
    default: "redis:8.8.2-alpine",
    description: "Image of Redis or Valkey.",
    schema: imageName,
  },
  MONGO_IMAGE: {
    default: "mongo:8.0.30",
    description: "Image of MongoDB.",
    schema: imageName,
  },
  MINIO_IMAGE: {
    default: "quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z",
    description: "Image of MinIO, which is no longer published on Docker Hub.",
    schema: imageName,
  },
  KAFKA_IMAGE: {
    default: "apache/kafka:4.3.1",
    description: "Image of Kafka.",
    schema: imageName,
  },
} as const satisfies Record<string, Declaration>;
