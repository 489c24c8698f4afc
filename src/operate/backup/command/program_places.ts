import { ConfigError } from "../../../base/errors.ts";
import type { Settings } from "../../../base/settings/mod.ts";
import { type BackendName, execInService, readState } from "../../../stack/mod.ts";
import type { ProgramPlaces } from "../programs/mod.ts";

/** Where PostgreSQL's programs are looked for: on this machine, and in the stack's container. */
export function programPlaces(settings: Settings, root: string): ProgramPlaces {
  const { projectName } = settings;
  return {
    root,
    shell: backendOf(settings, root) === "docker"
      ? () => execInService(root, "timescaledb", { projectName })
      : undefined,
  };
}

/**
 * Refuses the embedded database: it takes one connection, and a dump needs a second one.
 *
 * @throws {ConfigError} If the settings name it.
 */
export function refuseEmbedded(settings: Settings, root: string): void {
  if (backendOf(settings, root) !== "embedded") return;
  throw new ConfigError(
    'Cannot back up the embedded database: it takes one connection alone; stop it ("deno task down") and copy ' +
      'the folder ".strata/embedded", or use the backend native or docker',
  );
}

/** The backend whose database the settings name, if it is one of the stack's. */
function backendOf(settings: Settings, root: string): BackendName | undefined {
  const { host, port } = settings.postgres;
  const state = readState(root);
  const { timescaledb } = state?.services ?? {};
  return timescaledb?.host === host && timescaledb.port === port ? state?.backend : undefined;
}
