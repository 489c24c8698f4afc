import { sql } from "drizzle-orm";
import { StrataError } from "../../base/errors.ts";
import { isRepeatableTransaction } from "../../database/mod.ts";
import { retry } from "../../base/resilience/mod.ts";
import { RESTORING_SQL, RESTORING_STATE } from "../../timescale/mod.ts";
import { namedRefusal } from "./named_refusal.ts";
import { type DrizzleTarget, isTransaction, run } from "../stage/write_target.ts";

/** Options of {@linkcode inTransaction}. */
export interface InTransactionOptions {
  /** Whether it may be repeated if the server rolled it back because of a concurrent one. */
  readonly isRepeatable: boolean;
  readonly signal?: AbortSignal | undefined;
}

// In a deadlock the server ends the last to wait, which next to a job that compresses one chunk
// after another is the writer every time. Each attempt takes a second (deadlock_timeout) to fail.
const patience = {
  isRepeatable: isRepeatableTransaction,
  attempts: 60,
  firstDelayMs: 50,
  maxDelayMs: 1_000,
  deadlineMs: 120_000,
} as const;

/**
 * Runs a transaction in which bulk writing is allowed, and repeats it after a deadlock or a lock
 * that it could not get. Inside a caller's transaction it is a savepoint, and the settings are
 * restored at its end.
 *
 * @throws {StrataError} If the database is in restoring mode, which would lose what is written, the
 * server's disk is full, or the server cancelled a statement, as at its time limit.
 */
export async function inTransaction<T>(
  target: DrizzleTarget,
  work: (tx: DrizzleTarget) => Promise<T>,
  options: InTransactionOptions,
): Promise<T> {
  const isNested = isTransaction(target);
  const once = () =>
    target.transaction(async (tx) => {
      const before = await liftLimits(tx, isNested ? settings : [...settings, givesWay]);
      const result = await work(tx);
      if (isNested) await restore(tx, before);
      return result;
    });
  try {
    if (!options.isRepeatable) return await once();
    return await retry(once, { ...patience, signal: options.signal });
  } catch (error) {
    throw namedRefusal(error);
  }
}

/**
 * Runs a savepoint, and repeats it after a deadlock: rolling back to it frees the locks taken
 * since.
 */
export async function inSavepoint<T>(
  tx: DrizzleTarget,
  work: (tx: DrizzleTarget) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  return await retry(() => tx.transaction(work), {
    ...patience,
    signal,
  });
}

interface Setting {
  readonly name: string;
  readonly before: string;
}

// Wide batches exceed TimescaleDB's limit of 100,000 tuples; compiling a statement takes longer
// than running it; and while a slow source is read, the transaction is idle, but holds only a lock
// on its own temporary table.
const settings: readonly (readonly [name: string, value: string])[] = [
  ["timescaledb.max_tuples_decompressed_per_dml_transaction", "0"],
  ["jit", "off"],
  ["idle_in_transaction_session_timeout", "0"],
];

// A writer may wait for another's rows while a job waits for the first writer, and the other writer
// for the job. The server does not detect this deadlock once the other writer has restarted behind
// a savepoint: its rows are gone, but are still waited for. A writer that waits this long gives up
// and tries again.
const givesWay = ["lock_timeout", "5s"] as const;

async function liftLimits(
  tx: DrizzleTarget,
  settings: readonly (readonly [name: string, value: string])[],
): Promise<readonly Setting[]> {
  const wanted = settings.map(([name, value]) => sql`(${name}, ${value})`);
  // A setting that this server lacks is skipped, such as TimescaleDB's own on the Apache edition.
  const found = await run<Setting & { readonly restoring: boolean }>(
    tx,
    sql`select name, before, set_config(name, value, true), ${
      sql.raw(RESTORING_SQL)
    } as restoring from (
      select name, value, current_setting(name, true) as before
      from (values ${sql.join(wanted, sql`, `)}) as wanted (name, value)
      where name not like 'timescaledb.%' or current_setting('timescaledb.license', true) = 'timescale'
      offset 0
    ) known where before is not null`,
  );
  if (found[0]?.restoring) throw new StrataError(`Cannot write: ${RESTORING_STATE}`);
  return found;
}

async function restore(tx: DrizzleTarget, before: readonly Setting[]): Promise<void> {
  if (before.length === 0) return;
  const pairs = before.map(({ name, before: value }) => sql`(${name}, ${value})`);
  await run(
    tx,
    sql`select set_config(name, value, true)
      from (values ${sql.join(pairs, sql`, `)}) as before (name, value)`,
  );
}
