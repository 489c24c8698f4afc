import type { Settings } from "../../base/settings/mod.ts";
import type { ServiceName, StackState } from "../../stack/backend.ts";
import { SERVICE_NAMES } from "../../stack/service_names.ts";

/**
 * Finds the services that the running stack does not have, with the reason; they are skipped. A
 * service whose address the user set is never absent: it belongs to another stack. Without a stack,
 * nothing is absent.
 */
export function absentServices(
  state: StackState | undefined,
  explicit: Settings["explicit"],
): Map<ServiceName, string> {
  if (state === undefined) return new Map();
  const absent = SERVICE_NAMES.filter((name) =>
    state.services[name] === undefined &&
    !addressVariables[name].some((variable) => explicit.has(variable))
  );
  return new Map(absent.map((name) => [name, reasonFor(name, state)]));
}

function reasonFor(name: ServiceName, { backend, profile }: StackState): string {
  if (backend === "docker" && name === "kafka" && profile !== "full") {
    return "starts with deno task up --profile=full";
  }
  return `the ${backend} backend does not have it`;
}

const addressVariables: Readonly<Record<ServiceName, readonly string[]>> = {
  timescaledb: ["DATABASE_URL", "POSTGRES_HOST", "POSTGRES_PORT"],
  redis: ["REDIS_HOST", "REDIS_PORT", "REDIS_SENTINELS", "REDIS_CLUSTER_NODES"],
  mongodb: ["MONGO_HOST", "MONGO_PORT"],
  kafka: ["KAFKA_BOOTSTRAP_SERVERS"],
  minio: ["MINIO_HOST", "MINIO_PORT"],
};
