import { compareVersions } from "../../../../timescale/mod.ts";
import { NEWEST_TESTED } from "../../../versions/mod.ts";
import { type Finding, finding } from "../finding.ts";
import type { AdviceLimits } from "../limits.ts";
import type { AdvisedServer } from "./advised_server.ts";
import type { ServerState } from "./read_server_state.ts";

/** Judges the server: versions, the preloaded library, and how many connections are left. */
export function judgeServer(
  server: AdvisedServer,
  state: ServerState,
  limits: AdviceLimits,
): Finding[] {
  return [...judgeVersions(server, state), ...judgeConnections(state, limits)];
}

function judgeVersions(
  { timescaledb, available }: AdvisedServer,
  { isPreloaded }: ServerState,
): Finding[] {
  const found: Finding[] = [];
  if (!isPreloaded && (timescaledb !== null || available !== null)) {
    const happens = timescaledb === null ? "it cannot be created" : "no hypertable can be used";
    found.push(finding("preload-missing", {
      sentence:
        `TimescaleDB ${timescaledb ?? available} is installed and not preloaded: ${happens} ` +
        "until shared_preload_libraries names it and the server has been restarted; append it where " +
        "the setting holds others",
      remedy:
        "alter system set shared_preload_libraries = 'timescaledb'; -- then restart the server",
    }));
  }
  if (timescaledb !== null && available !== null && compareVersions(timescaledb, available) < 0) {
    found.push(finding("extension-outdated", {
      sentence: `This database runs TimescaleDB ${timescaledb}, and the server has ${available}`,
      remedy:
        "alter extension timescaledb update; -- the first statement of a new connection (psql -X)",
    }));
  }
  if (timescaledb !== null && compareVersions(timescaledb, NEWEST_TESTED) > 0) {
    found.push(finding("version-untested", {
      sentence: `TimescaleDB ${timescaledb} is newer than ${NEWEST_TESTED}, the newest that this ` +
        "package was tested with",
      remedy: "select extversion from pg_extension where extname = 'timescaledb';",
    }));
  }
  return found;
}

function judgeConnections(
  { connections, maxConnections }: ServerState,
  limits: AdviceLimits,
): Finding[] {
  if (connections < maxConnections * limits.connectionsPart) return [];
  return [finding("connections-scarce", {
    sentence: `${connections} of ${maxConnections} connections are taken`,
    remedy: "select usename, application_name, state, count(*) from pg_stat_activity " +
      "where backend_type = 'client backend' group by 1, 2, 3 order by 4 desc;",
  })];
}
