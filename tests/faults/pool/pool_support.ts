import assert from "node:assert/strict";
import type { PoolClient } from "pg";
import { type Database, type DatabaseLimits, sqlState } from "../../../src/database/mod.ts";
import { ConnectionError } from "../../../src/base/errors.ts";
import {
  eventually,
  openDatabase,
  type Outcome,
  outcomeOf,
} from "../../integration/database_support.ts";
import { serverTest, type ThrowawayDatabase, throwawayDatabase } from "../../support/mod.ts";
import { effort } from "../effort.ts";

/** The pool sizes that every fault is tried at. */
export const SIZES = [1, 3, 10] as const;

/** A fault at one pool size, in a database of its own. */
type FaultAtSize = (database: ThrowawayDatabase, size: number) => Promise<void>;

/**
 * Declares a test of the pool at each size: side by side, as most of a fault is waiting, or one
 * after the other where it measures.
 */
export function poolTest(
  name: string,
  run: FaultAtSize,
  { inTurn = false }: { readonly inTurn?: boolean } = {},
): void {
  serverTest("timescaledb", name, async (_t, { url }) => {
    const atSize = async (size: number) => {
      await using database = await throwawayDatabase(url);
      await run(database, size).catch((cause) => {
        throw new Error(`with a pool of ${size}: ${cause.message}`, { cause });
      });
    };
    if (inTurn) { for (const size of SIZES) await atSize(size); }
    else throwFirst(await Promise.allSettled(SIZES.map(atSize)));
  });
}

/** Throws the first failure, once all have ended: none shall run on after its test. */
function throwFirst(results: readonly PromiseSettledResult<void>[]): void {
  for (const result of results) if (result.status === "rejected") throw result.reason;
}

/** Opens a pool of exactly this size. */
export function openPool(
  url: string,
  size: number,
  limits: Partial<DatabaseLimits> = {},
): Database {
  return openDatabase(url, { poolSize: size, maxOverflow: 0, ...limits });
}

/** How the pool's own ways to lend are called. */
interface Lender {
  lease(
    options: { readonly attempts?: number; readonly signal?: AbortSignal },
  ): Promise<PoolClient>;
}

/** Borrows a connection with a limit of attempts, or a signal that ends the wait. */
export function lease(
  { pool }: Database,
  options: { readonly attempts?: number; readonly signal?: AbortSignal },
): Promise<PoolClient> {
  // as: the pool of a database is of the package's own class.
  return (pool as unknown as Lender).lease(options);
}

/** What a test may wait on a busy machine beyond what the product promises. */
export const SLACK_MS = 3_000;

/** Asserts that each call ended within its limit, with a result or a typed error; counts the errors. */
export function assertTyped(outcomes: readonly Outcome<unknown>[], withinMs: number): number {
  for (const { error, elapsedMs } of outcomes) {
    assert.ok(error === undefined || isTyped(error), Deno.inspect(error));
    assert.ok(elapsedMs < withinMs + SLACK_MS, `a call took ${elapsedMs} ms of ${withinMs}`);
  }
  return outcomes.filter(({ error }) => error !== undefined).length;
}

/** A server that was frozen past the limit of a statement may still cancel it. */
function isTyped(error: unknown): boolean {
  return error instanceof ConnectionError || sqlState(error) === "57014";
}

const OURS = "application_name = 'strata_test_pool' and datname = current_database()";

/** Ends every backend of the test's pool, as an administrator or a failover does; counts them. */
export async function killBackends(
  { client }: ThrowawayDatabase,
  where = "true",
): Promise<number> {
  const { rows } = await client.query(
    `select count(pg_terminate_backend(pid))::int as n from pg_stat_activity where ${OURS} and ${where}`,
  );
  return rows[0].n;
}

/** Asserts that the pool answers everyone again and holds no more than it may. */
export async function assertRecovered(database: Database, size: number): Promise<void> {
  const ask = () => outcomeOf(() => database.pool.query("select 1"));
  // Each connection that the fault broke fails at most one call.
  await eventually(
    async () => (await ask()).error === undefined,
    { withinMs: 20_000, what: "the pool answers again" },
  );
  for (let i = 0; i < 3 * size; i++) await ask();
  const after = await Promise.all(Array.from({ length: 5 * size }, ask));
  assert.deepEqual(after.filter(({ error }) => error !== undefined), []);
  assert.ok(database.pool.totalCount <= size, `${database.pool.totalCount} of ${size}`);
  assert.equal(database.pool.waitingCount, 0);
}

/**
 * Closes the pool, and asserts that the server is rid of its backends and locks; timers and
 * descriptors that were left would fail the test by themselves.
 */
export async function assertNothingLeft(
  database: Database,
  { client }: ThrowawayDatabase,
): Promise<void> {
  await database.close();
  await eventually(async () => {
    const { rows } = await client.query(
      `select (select count(*) from pg_stat_activity where ${OURS})::int as backends,
         (select count(*) from pg_locks where pid <> pg_backend_pid() and locktype <> 'virtualxid'
           and database = (select oid from pg_database where datname = current_database())
           and pid in (select pid from pg_stat_activity where ${OURS}))::int as locks`,
    );
    return rows[0].backends === 0 && rows[0].locks === 0;
  }, { withinMs: 10_000, what: "the server is rid of backends and locks" });
  assert.equal(database.pool.totalCount, 0);
}

/** How often a fault is repeated. */
export const rounds = (short: number, long: number): number => effort({ short, long });
