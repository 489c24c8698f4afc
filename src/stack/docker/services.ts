import type { ServiceName, StackProfile } from "../backend.ts";
import type { Settings } from "../../base/settings/mod.ts";

/** The services of `docker-compose.yml` in report order; Kafka only in profile `full`. */
export function dockerServices(profile: StackProfile): readonly ServiceName[] {
  return profile === "full" ? [...DEFAULT_SERVICES, "kafka"] : DEFAULT_SERVICES;
}

/** Tells whether a name is one of our services, not one that an override file adds. */
export function isService(name: string): name is ServiceName {
  return Object.hasOwn(IMAGE_VARIABLES, name);
}

/** The variables that override an image. */
export const IMAGE_VARIABLES: Readonly<Record<ServiceName, string>> = {
  timescaledb: "TIMESCALEDB_IMAGE",
  redis: "REDIS_IMAGE",
  mongodb: "MONGO_IMAGE",
  minio: "MINIO_IMAGE",
  kafka: "KAFKA_IMAGE",
};

/** The published port of a service, and the variable that sets it. */
export interface ServicePort {
  /** The port. */
  readonly port: number;
  /** The variable that moves it. */
  readonly variable: string;
  /** Whether the user set it. */
  readonly explicit: boolean;
}

/** Returns the port of each service from the settings. */
export function servicePorts(settings: Settings): Readonly<Record<ServiceName, ServicePort>> {
  const { explicit } = settings;
  const of = (port: number, ...variables: [string, ...string[]]): ServicePort => {
    const variable = variables.find((name) => explicit.has(name));
    return { port, variable: variable ?? variables[0], explicit: variable !== undefined };
  };
  return {
    timescaledb: explicit.has("DATABASE_URL")
      ? of(settings.postgres.port, "DATABASE_URL")
      : of(settings.postgres.port, "POSTGRES_PORT"),
    redis: of(settings.redis.port, "REDIS_PORT"),
    mongodb: of(settings.mongo.port, "MONGO_PORT"),
    minio: of(settings.minio.port, "MINIO_PORT"),
    kafka: of(kafkaPort(settings), "KAFKA_BOOTSTRAP_SERVERS"),
  };
}

const DEFAULT_SERVICES: readonly ServiceName[] = ["timescaledb", "redis", "mongodb", "minio"];

function kafkaPort(settings: Settings): number {
  const port = settings.kafka.brokers[0]?.match(/:(\d+)$/)?.[1];
  return port === undefined ? 9092 : Number(port);
}
