import type { Settings } from "../../../base/settings/mod.ts";
import { execInService, readState } from "../../../stack/mod.ts";
import type { ProgramPlaces } from "../programs/mod.ts";

/** Where PostgreSQL's programs are looked for: on this machine, and in the stack's container. */
export function programPlaces(settings: Settings, root: string): ProgramPlaces {
  const { host, port } = settings.postgres;
  const state = readState(root);
  const { timescaledb } = state?.services ?? {};
  const isStack = state?.backend === "docker" && timescaledb?.host === host &&
    timescaledb.port === port;
  const { projectName } = settings;
  return {
    root,
    shell: isStack ? () => execInService(root, "timescaledb", { projectName }) : undefined,
  };
}
