import type { Settings } from "../../base/settings/mod.ts";
import type { FailedJob, ServerInfo } from "../../timescale/mod.ts";
import { CheckFailure } from "./_check_failure.ts";
import type { CheckOptions, Finding } from "./check.ts";

/** Connects, runs a select, and asks for the edition. */
export async function checkTimescaledb(
  settings: Settings,
  { timeoutMs, begin }: CheckOptions,
): Promise<Finding> {
  const { createDatabase } = await import("../../database/mod.ts");
  const {
    detectServer,
    FALSE_ALARM,
    isAtLeast,
    MINIMUM_TIMESCALEDB,
    readFailedJobs,
    RESTORING_STATE,
  } = await import("../../timescale/mod.ts");
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
  if (server.restoring) throw new CheckFailure(RESTORING_STATE, { reason: "failed" });
  const finding = describe(server, {
    isSafe: server.timescaledb === null || isAtLeast(server.timescaledb, MINIMUM_TIMESCALEDB),
    minimum: MINIMUM_TIMESCALEDB,
  });
  const failed = describeFailedJobs(await readFailedJobs(database.pool, server), FALSE_ALARM);
  return failed === null ? finding : { status: "warn", detail: `${finding.detail}; ${failed}` };
}

function describe(
  server: ServerInfo,
  { isSafe, minimum }: { isSafe: boolean; minimum: string },
): Finding {
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

/** Lists the jobs whose last run failed: real failures first, then false alarms. */
function describeFailedJobs(jobs: readonly FailedJob[], falseAlarm: string): string | null {
  const real = jobs.filter(({ isFalseAlarm }) => !isFalseAlarm);
  const [first] = real;
  if (first !== undefined) {
    const others = real.length === 1 ? "" : ` and ${real.length - 1} more`;
    return `failed in the last run: ${first.name}${others} (${first.message}), ` +
      '"deno task migrate check" names each';
  }
  if (jobs.length === 0) return null;
  return `${jobs.length} ${
    jobs.length === 1 ? "job is" : "jobs are"
  } recorded as failed, ${falseAlarm}`;
}
