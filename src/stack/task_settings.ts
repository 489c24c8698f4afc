import { loadSettings, type LoadSettingsOptions, type Settings } from "../base/settings/mod.ts";
import type { StackState } from "./backend.ts";
import { readState } from "./state.ts";

/** Options of {@linkcode loadTaskSettings}. */
export interface TaskSettingsOptions extends LoadSettingsOptions {
  /** The project folder; by default the current one. */
  readonly root?: string;
}

/**
 * Reads the settings with the ports of the running stack as a layer above the built-in defaults, so
 * that tasks find a service whose port had to move. The user's own values still win.
 */
export function loadTaskSettings(options: TaskSettingsOptions = {}): Settings {
  const { root = ".", ...rest } = options;
  const state = readState(root);
  const ports = state === undefined ? {} : stackVariables(state);
  return loadSettings({ ...rest, defaults: { ...ports, ...rest.defaults } });
}

/** Returns the variables with the addresses of a stack's services. */
export function stackVariables(state: StackState): Record<string, string> {
  const { timescaledb, redis, mongodb, minio, kafka } = state.services;
  const named = { POSTGRES: timescaledb, REDIS: redis, MONGO: mongodb, MINIO: minio };
  const variables = Object.entries(named).flatMap(([prefix, address]) =>
    address === undefined ? [] : [
      [`${prefix}_HOST`, address.host],
      [`${prefix}_PORT`, String(address.port)],
    ]
  );
  if (kafka) variables.push(["KAFKA_BOOTSTRAP_SERVERS", `${kafka.host}:${kafka.port}`]);
  return Object.fromEntries(variables);
}
