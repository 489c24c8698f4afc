import { setTimeout as delay } from "node:timers/promises";
import { MigrationError } from "../../base/errors.ts";
import type { Queryable } from "../../base/sql/mod.ts";
import { type MigrationSession, pooledFailure, refusePooled } from "../session/session.ts";

/** Who holds the lock of the migrations. */
export interface LockHolder {
  /** The backend's process id. */
  readonly pid: number;
  /** Its application name. */
  readonly application: string;
  /** The role it logged in as. */
  readonly user: string;
  /** Where it came from, `local` for a socket. */
  readonly client: string;
  /** Since when it has been connected. */
  readonly since: Date;
}

/** A lock that is held: proves itself, and is given back when disposed. */
export interface MigrationLock extends AsyncDisposable {
  /** The backend that holds it. */
  readonly pid: number;
  /**
   * Makes sure that the lock is still ours.
   *
   * @throws {MigrationError} Where another backend answers (a pooler), or the lock is gone.
   */
  assertHeld(): Promise<void>;
}

/** How long to wait for the lock, and who is told. */
export interface LockOptions {
  /** The ledger's schema: each ledger has a lock of its own. */
  readonly ledger: string;
  /** How long to wait, in milliseconds. */
  readonly timeoutMs: number;
  /** Called once when the lock is found taken. */
  readonly onWait?: (holder: LockHolder | null) => void;
  /** Gives up waiting. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Takes the lock of a ledger by polling `pg_try_advisory_lock`. Waiting inside `pg_advisory_lock`
 * would hold a snapshot that an index build of the holder's waits for in turn: a deadlock.
 *
 * @throws {MigrationError} Where it is not to be had in time (naming the holder), or the connection
 * goes through a pooler, over which a session's lock is none.
 */
export async function acquireLock(
  session: MigrationSession,
  options: LockOptions,
): Promise<MigrationLock> {
  refusePooled(session);
  // A session of somebody else's may be pooled and not know it.
  if (await backendPid(session) !== await backendPid(session)) throw pooledFailure();
  const { ledger, timeoutMs, onWait, signal } = options;
  const deadline = performance.now() + timeoutMs;
  let pause = 50;
  let told = false;
  for (;;) {
    signal?.throwIfAborted();
    const pid = await tryLock(session, ledger);
    if (pid !== null) return heldLock(session, ledger, pid);
    const holder = await lockHolder(session, ledger);
    if (!told) onWait?.(holder);
    told = true;
    const left = deadline - performance.now();
    if (left <= 0) throw lockTaken(holder, timeoutMs);
    await delay(Math.min(pause, left), undefined, signal === undefined ? {} : { signal });
    pause = Math.min(pause * 1.5, 1_000);
  }
}

/** Says who holds the lock of a ledger, or null where nobody does. */
export async function lockHolder(client: Queryable, ledger: string): Promise<LockHolder | null> {
  const { rows } = await client.query<LockHolder>(
    `select a.pid, a.application_name as application, coalesce(a.usename, '') as "user",
       coalesce(host(a.client_addr), 'local') as client, a.backend_start as since
     from pg_locks l
     join pg_stat_activity a using (pid)
     cross join (select ${lockKey} as key) k
     where l.locktype = 'advisory' and l.granted and l.objsubid = 1
       and l.database = (select oid from pg_database where datname = current_database())
       and (l.classid::bigint << 32 | l.objid::bigint) = k.key`,
    [ledger],
  );
  return rows[0] ?? null;
}

const lockKey = "hashtextextended('strata migrations ' || $1::text, 0)";

async function tryLock(session: MigrationSession, ledger: string): Promise<number | null> {
  const { rows } = await session.query<{ pid: number; held: boolean }>(
    `select pg_backend_pid() as pid, pg_try_advisory_lock(${lockKey}) as held`,
    [ledger],
  );
  const row = rows[0];
  return row?.held === true ? row.pid : null;
}

async function backendPid(session: MigrationSession): Promise<number | undefined> {
  const { rows } = await session.query<{ pid: number }>("select pg_backend_pid() as pid");
  return rows[0]?.pid;
}

function heldLock(session: MigrationSession, ledger: string, pid: number): MigrationLock {
  return {
    pid,
    assertHeld: async () => {
      if (await backendPid(session) !== pid) throw pooledFailure();
      const holder = await lockHolder(session, ledger);
      if (holder?.pid === pid) return;
      throw new MigrationError(
        "Cannot go on migrating: the lock of the migrations is no longer held by this connection; run migrate again",
      );
    },
    [Symbol.asyncDispose]: async () => {
      // A lost connection has given the lock back by itself.
      await session.query(`select pg_advisory_unlock(${lockKey})`, [ledger]).catch(() => {});
    },
  };
}

function lockTaken(holder: LockHolder | null, timeoutMs: number): MigrationError {
  const who = holder === null
    ? "another migrator"
    : `pid ${holder.pid} (used last by "${holder.application}", user ${holder.user}, from ${holder.client}, ` +
      `connected since ${holder.since.toISOString()})`;
  return new MigrationError(
    `Cannot take the lock of the migrations: ${who} holds it, waited ${
      Math.round(timeoutMs / 1000)
    } s; ` +
      "wait for it to end, or end it with pg_terminate_backend",
  );
}
