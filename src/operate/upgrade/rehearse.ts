import { StrataError } from "../../base/errors.ts";
import { retry } from "../../base/resilience/mod.ts";
import { quoteIdentifier } from "../../base/sql/mod.ts";
import { sqlState } from "../../database/mod.ts";
import { type AppliedUpgrade, applyUpgrade } from "./apply_upgrade.ts";
import { databaseOf, onDatabase, withRawClient } from "./raw_client.ts";

/** What is done with the copy besides the update. */
export interface RehearseOptions {
  /** Looks at the copy's schema; called before and after the update. */
  readonly inspect: (url: string) => Promise<void>;
  /** Called before each step. */
  readonly report: (step: string) => void;
}

/**
 * Updates the extension in a copy of the database, which is dropped afterwards. The database's jobs
 * pause while it is copied; those of the copy never run.
 *
 * @throws {StrataError} If somebody is connected: a copy needs the database for itself.
 */
export async function rehearseUpgrade(
  url: string,
  target: string,
  { inspect, report }: RehearseOptions,
): Promise<AppliedUpgrade> {
  const copy = `strata_upgrade_${crypto.randomUUID().slice(0, 8)}`;
  const copyUrl = onDatabase(url, copy);
  report("copying the database");
  try {
    await copyDatabase(url, copy);
    // A job of the copy would do its work a second time, out in the world as well.
    await withRawClient(
      copyUrl,
      (client) => client.query("update _timescaledb_config.bgw_job set scheduled = false"),
    );
    report("looking at the copy");
    await inspect(copyUrl);
    report(`updating the copy to ${target}`);
    const applied = await applyUpgrade(copyUrl, target);
    report("looking at the updated copy");
    await inspect(copyUrl);
    return applied;
  } finally {
    await elsewhere(url, `drop database if exists ${quoteIdentifier(copy)} with (force)`);
  }
}

async function copyDatabase(url: string, copy: string): Promise<void> {
  const database = databaseOf(url);
  const others = await elsewhere(
    url,
    "select from pg_stat_activity where datname = $1 and backend_type = 'client backend'",
    [database],
  );
  if (others > 0) throw inUse(database);
  const statement = `create database ${quoteIdentifier(copy)} template ${
    quoteIdentifier(database)
  }`;
  try {
    await retry(async () => {
      // The scheduler and its jobs are connections too, and a job may just be starting.
      await jobs(url, "stop_background_workers");
      await elsewhere(url, statement);
    }, { attempts: 4, firstDelayMs: 500, isRepeatable: isInUse });
  } catch (cause) {
    if (!isInUse(cause)) throw cause;
    throw inUse(database, cause);
  } finally {
    await jobs(url, "start_background_workers");
  }
}

function inUse(database: string, cause?: unknown): StrataError {
  return new StrataError(
    `Cannot copy "${database}": others are connected to it, stop services for the rehearsal or ` +
      "leave out --dry-run",
    { cause },
  );
}

function isInUse(error: unknown): boolean {
  return sqlState(error) === "55006";
}

async function jobs(url: string, name: string): Promise<void> {
  await withRawClient(url, (client) => client.query(`select _timescaledb_functions.${name}()`));
}

/** Runs a statement beside the database, and returns how many rows it gave. */
async function elsewhere(
  url: string,
  statement: string,
  values: readonly string[] = [],
): Promise<number> {
  const { rowCount } = await withRawClient(
    onDatabase(url, "postgres"),
    (client) => client.query(statement, [...values]),
  );
  return rowCount ?? 0;
}
