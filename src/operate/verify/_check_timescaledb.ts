import type { Settings } from "../../base/settings/mod.ts";
import type { ServerInfo } from "../../timescale/mod.ts";
import { CheckFailure } from "./_check_failure.ts";
import { finding } from "./advice/mod.ts";
import type { CheckOptions, CheckOutcome } from "./check.ts";

/** Connects, runs a select, asks for the edition, and advises. */
export async function checkTimescaledb(
  settings: Settings,
  { timeoutMs, begin, answered, limits, dataFolder }: CheckOptions,
): Promise<CheckOutcome> {
  const { createDatabase } = await import("../../database/mod.ts");
  const { detectServer, isAtLeast, MINIMUM_TIMESCALEDB, RESTORING_STATE } = await import(
    "../../timescale/mod.ts"
  );
  begin();
  await using database = createDatabase({
    settings,
    applicationName: `${settings.projectName} verify`,
    limits: {
      poolSize: 1,
      maxOverflow: 0,
      connectTimeoutMs: timeoutMs,
      acquireTimeoutMs: timeoutMs,
      statementTimeoutMs: timeoutMs,
    },
  });
  await database.ping({ timeoutMs });
  const server = await detectServer(database.pool);
  answered();
  if (server.restoring) {
    const remedy = "select timescaledb_post_restore();";
    throw new CheckFailure(RESTORING_STATE, {
      reason: "failed",
      findings: [finding("restoring-mode", { sentence: RESTORING_STATE, remedy })],
    });
  }
  const outcome = describe(server, {
    isSafe: server.timescaledb === null || isAtLeast(server.timescaledb, MINIMUM_TIMESCALEDB),
    minimum: MINIMUM_TIMESCALEDB,
  });
  // It is loaded only where a database answers.
  const { adviseOnTimescaledb } = await import("./advice/timescaledb/mod.ts");
  const findings = await adviseOnTimescaledb({
    pool: database.pool,
    ...{ server, settings, limits, dataFolder },
  });
  return { ...outcome, findings };
}

function describe(
  server: ServerInfo,
  { isSafe, minimum }: { isSafe: boolean; minimum: string },
): CheckOutcome {
  const postgres = `PostgreSQL ${server.postgres}`;
  if (server.timescaledb === null) {
    const remedy = server.available === null
      ? "tables work, hypertables and compression wait for a server that has it"
      : `${server.available} is at hand, "deno task migrate" creates it`;
    return { status: "warn", detail: `${postgres} without TimescaleDB: ${remedy}` };
  }
  const edition = server.edition === "community" ? "Community" : "Apache edition";
  const detail = `${postgres}, TimescaleDB ${server.timescaledb} ${edition}`;
  if (isSafe) return { status: "pass", detail };
  return {
    status: "warn",
    detail: `${detail}: versions below ${minimum} lose rows on compressed chunks, update it`,
  };
}
