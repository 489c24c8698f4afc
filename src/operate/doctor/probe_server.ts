import type { Settings } from "../../base/settings/mod.ts";
import { createDatabase } from "../../database/mod.ts";
import { detectServer } from "../../timescale/mod.ts";
import { missingLibrary } from "../versions/mod.ts";
import type { ServerFacts } from "./facts.ts";

const TIMEOUT_MS = 3_000;

/** Asks the database server of the settings for its versions and its clock. */
export async function probeServer(settings: Settings): Promise<ServerFacts> {
  const { host, port } = settings.postgres;
  const address = `${host}:${port}`;
  await using database = createDatabase({
    settings,
    applicationName: `${settings.projectName} doctor`,
    limits: {
      poolSize: 1,
      maxOverflow: 0,
      connectTimeoutMs: TIMEOUT_MS,
      acquireTimeoutMs: TIMEOUT_MS,
      statementTimeoutMs: TIMEOUT_MS,
    },
  });
  try {
    await database.ping({ timeoutMs: TIMEOUT_MS });
    const info = await detectServer(database.pool);
    const sent = Date.now();
    const { rows } = await database.pool.query<{ now: string }>(
      "select (extract(epoch from clock_timestamp()) * 1000)::bigint::text as now",
    );
    const there = Number(rows[0]?.now);
    // The clock was read about halfway between the question and the answer.
    const here = (sent + Date.now()) / 2;
    const clockDifferenceMs = Math.round(there - here);
    return { address, info, lostLibrary: undefined, problem: undefined, clockDifferenceMs };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const problem = error.message.split("\n", 1)[0]?.replace(/^Cannot connect to "[^"]*": /, "");
    const lostLibrary = missingLibrary(error);
    return { address, info: undefined, lostLibrary, problem, clockDifferenceMs: undefined };
  }
}
