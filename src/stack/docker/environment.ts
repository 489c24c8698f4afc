import { ConfigError } from "../../base/errors.ts";
import type { Settings } from "../../base/settings/mod.ts";
import { dockerServices, IMAGE_VARIABLES, servicePorts } from "./services.ts";

/**
 * Derives every variable of `docker-compose.yml` from the settings.
 * Compose is kept from reading `.env`, which it would parse by other rules (it expands `$` and
 * keeps backquotes): only the settings count.
 */
export function composeEnvironment(settings: Settings): Record<string, string> {
  const { postgres, redis, mongo, minio } = settings;
  const ports = servicePorts(settings);
  const images = dockerServices("full").map((
    name,
  ) => [IMAGE_VARIABLES[name], settings.images[name]]);
  return {
    ...BARE_ENVIRONMENT,
    ...Object.fromEntries(images),
    PROJECT_NAME: composeProjectName(settings.projectName),
    POSTGRES_PORT: String(ports.timescaledb.port),
    POSTGRES_USER: postgres.user,
    POSTGRES_PASSWORD: postgres.password.reveal(),
    POSTGRES_DB: postgres.db,
    REDIS_PORT: String(ports.redis.port),
    REDIS_PASSWORD: redis.password.reveal(),
    MONGO_PORT: String(ports.mongodb.port),
    MONGO_USER: mongo.user,
    MONGO_PASSWORD: mongo.password.reveal(),
    MINIO_PORT: String(ports.minio.port),
    MINIO_ACCESS_KEY: minio.accessKey,
    MINIO_SECRET_KEY: minio.secretKey.reveal(),
    MINIO_REGION: minio.region,
    KAFKA_PORT: String(ports.kafka.port),
  };
}

/** The environment of a Compose command that needs no settings. */
export const BARE_ENVIRONMENT: Readonly<Record<string, string>> = {
  COMPOSE_DISABLE_ENV_FILE: "1",
  COMPOSE_PROFILES: "",
};

/** Converts a name to one that Compose accepts for a project: lower case, digits, `-` and `_`. */
export function composeProjectName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9_-]/g, "").replace(/^[_-]+/, "") || "strata";
}

/**
 * Refuses, before anything starts, credentials that the images would refuse.
 *
 * @throws {ConfigError} With all of them.
 */
export function refuseCredentials(settings: Settings): void {
  const { postgres, mongo, minio } = settings;
  const problems: string[] = [];
  if (postgres.password.isEmpty()) {
    problems.push("POSTGRES_PASSWORD is empty, the image wants a password");
  }
  if ((mongo.user === "") !== mongo.password.isEmpty()) {
    problems.push("MONGO_USER and MONGO_PASSWORD: one is empty, the image wants both or neither");
  }
  if (minio.accessKey.length < 3) problems.push("MINIO_ACCESS_KEY: want at least 3 characters");
  if (minio.secretKey.reveal().length < 8) {
    problems.push("MINIO_SECRET_KEY: want at least 8 characters");
  }
  if (problems.length === 0) return;
  throw new ConfigError(`Cannot start the containers: ${problems.join("; ")}`, { problems });
}
