import { sql } from "drizzle-orm";
import { StrataError } from "../../base/errors.ts";
import { isRepeatableTransaction } from "../../database/mod.ts";
import { retry } from "../../base/resilience/mod.ts";
import { RESTORING_SQL, RESTORING_STATE } from "../../timescale/mod.ts";
import { type DrizzleTarget, isTransaction, run } from "../stage/write_target.ts";

/** Options of {@linkcode inTransaction}. */
export interface InTransactionOptions {
  /** Whether it may be run again where the server rolled it back for another's sake. */
  readonly isRepeatable: boolean;
  readonly signal?: AbortSignal | undefined;
}

// In a deadlock the server ends the one that waited last. Beside a job that compresses chunk after
// chunk that is the writer, again and again, and each time it takes a second (deadlock_timeout).
const patience = {
  isRepeatable: isRepeatableTransaction,
  attempts: 60,
  firstDelayMs: 50,
  maxDelayMs: 1_000,
  deadlineMs: 120_000,
} as const;

/**
 * Runs a transaction in which bulk writing is allowed, again where it met a deadlock or a lock that
 * it could not have. In a transaction of the caller's it is a savepoint, and the settings are put
 * back at its end.
 *
 * @throws {StrataError} Where the database is in restoring mode, which would lose what is written.
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
  if (!options.isRepeatable) return await once();
  return await retry(once, {
    ...patience,
    signal: options.signal,
  });
}

/** Runs a savepoint, again where it met a deadlock: rolling back to it frees the locks taken since. */
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

// Wide batches pass TimescaleDB's limit of 100,000 tuples; compiling a statement takes longer than
// running it; and a slow source leaves the transaction idle that its rows are gathered in, which
// holds no lock but that on its own temporary table.
const settings: readonly (readonly [name: string, value: string])[] = [
  ["timescaledb.max_tuples_decompressed_per_dml_transaction", "0"],
  ["jit", "off"],
  ["idle_in_transaction_session_timeout", "0"],
];

// A writer may wait for another's rows while a job waits for the writer and the other for the job. The
// server does not see it once the other has begun anew behind a savepoint: its rows are gone, and it
// is waited for all the same. A writer that waits this long gives way and tries again.
const givesWay = ["lock_timeout", "5s"] as const;

async function liftLimits(
  tx: DrizzleTarget,
  settings: readonly (readonly [name: string, value: string])[],
): Promise<readonly Setting[]> {
  const wanted = settings.map(([name, value]) => sql`(${name}, ${value})`);
  // A setting that this server has not is left alone, TimescaleDB's own on its Apache edition too.
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
