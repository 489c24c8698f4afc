import { setTimeout as delay } from "node:timers/promises";
import { MigrationError } from "../../base/errors.ts";
import type { Queryable } from "../../base/sql/mod.ts";
import { type MigrationSession, pooledFailure, refusePooled } from "../session/session.ts";

/** The holder of the migration lock. */
export interface LockHolder {
  /** The process id of the backend. */
  readonly pid: number;
  /** Its application name. */
  readonly application: string;
  /** The role that it logged in as. */
  readonly user: string;
  /** The address of the client; `local` for a socket. */
  readonly client: string;
  /** When it connected. */
  readonly since: Date;
}

/** A held lock. Disposing releases it. */
export interface MigrationLock extends AsyncDisposable {
  /** The backend that holds it. */
  readonly pid: number;
  /**
   * Checks that this connection still holds the lock.
   *
   * @throws {MigrationError} If another backend answers, as behind a pooler, or the lock is lost.
   */
  assertHeld(): Promise<void>;
}

/** Options of {@linkcode acquireLock}. */
export interface LockOptions {
  /** The schema of the ledger. Each ledger has its own lock. */
  readonly ledger: string;
  /** How long to wait, in milliseconds. */
  readonly timeoutMs: number;
  /** Called once if the lock is taken. */
  readonly onWait?: (holder: LockHolder | null) => void;
  /** Aborts the wait. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Acquires the lock of a ledger by polling `pg_try_advisory_lock`. A wait in `pg_advisory_lock`
 * would hold a snapshot, and a concurrent index build of the holder would wait for that snapshot: a
 * deadlock.
 *
 * @throws {MigrationError} If the lock is not free in time (the message names the holder), or the
 * connection goes through a pooler, which does not keep session locks.
 */
export async function acquireLock(
  session: MigrationSession,
  options: LockOptions,
): Promise<MigrationLock> {
  refusePooled(session);
  // An embedder's session may go through a pooler without reporting it.
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

/** Returns the holder of a ledger's lock, or null. */
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
        "Cannot continue: this connection no longer holds the migration lock; run migrate again",
      );
    },
    [Symbol.asyncDispose]: async () => {
      // If the connection is lost, the server has released the lock.
      await session.query(`select pg_advisory_unlock(${lockKey})`, [ledger]).catch(() => {});
    },
  };
}

function lockTaken(holder: LockHolder | null, timeoutMs: number): MigrationError {
  const who = holder === null
    ? "another migrator"
    : `pid ${holder.pid} (last used by "${holder.application}", user ${holder.user}, from ${holder.client}, ` +
      `connected since ${holder.since.toISOString()})`;
  return new MigrationError(
    `Cannot take the migration lock: ${who} holds it, waited ${Math.round(timeoutMs / 1000)} s; ` +
      "wait until it ends, or end it with pg_terminate_backend",
  );
}
