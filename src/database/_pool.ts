import { pg } from "../base/driver/mod.ts";
import { retry, Turnstile, withDeadline } from "../base/resilience/mod.ts";
import { isTracing, telemetry, telemetryReady, tellNow } from "../base/telemetry/mod.ts";
import { type ClientProfile, type Connection, connectionClass } from "./_client.ts";
import { connectionFailure } from "./_failure.ts";
import { log, reasonOf } from "./_log.ts";
import { poolRefusal } from "./_pool_refusal.ts";
import { countPool, forgetPool, noteLease, noteNoLease } from "./_traced_pool.ts";
import { Upkeep } from "./_upkeep.ts";
import { isRepeatableConnect } from "./repeatable.ts";

/** Options of {@linkcode Pool.lease}. */
export interface LeaseOptions {
  /** The number of attempts to open a connection; 5 by default. */
  readonly attempts?: number;
  /** Ends the wait, with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

type ConnectCallback = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  release: (error?: unknown) => void,
) => void;

/** A lent connection. */
interface Lease {
  readonly client: Connection;
  /** Returns it to the driver's pool. */
  readonly giveBack: Connection["release"];
  /** Whether its borrower has returned it. */
  isAsked: boolean;
  /** Whether the driver's pool has it back. */
  isOver: boolean;
}

/** How long a statement may run on after its borrower has returned the connection. */
const SETTLE_MS = 1_000;

/**
 * A node-postgres pool with a bounded queue of waiters, overflow, lifetimes, pre-ping, retried
 * connecting and typed errors. It never lends a connection that is in a transaction.
 */
export class Pool extends pg.Pool {
  readonly #profile: ClientProfile;
  readonly #upkeep: Upkeep;
  readonly #turnstile: Turnstile;
  readonly #leases = new Set<Lease>();
  readonly #closing = new AbortController();
  #closed: Promise<void> | undefined;
  #isOut = false;

  /** Creates the pool; nothing is opened before the first lease. */
  constructor(profile: ClientProfile) {
    const { limits } = profile;
    const slots = limits.poolSize + limits.maxOverflow;
    // as: the driver's types require a class without arguments that extends ClientBase.
    const Client = connectionClass(profile) as unknown as new () => pg.ClientBase;
    super({ max: slots, Client, idleTimeoutMillis: limits.idleTimeoutMs });
    this.#profile = profile;
    this.#upkeep = new Upkeep(limits);
    this.#turnstile = new Turnstile({
      slots,
      maxWaiting: limits.maxWaiting,
      refuse: (why) => poolRefusal(why, profile),
    });
    Object.defineProperty(this, "waitingCount", { get: () => this.#turnstile.waiting });
    this.on("error", (error) => {
      log.warning("An idle connection to {target} was lost: {reason}", {
        target: profile.target.label,
        reason: reasonOf(error),
      });
    });
    // as: this pool creates no other clients.
    this.on("connect", (client) => {
      this.#upkeep.born(client as Connection);
      if (this.#isOut) log.info("Connected to {target} again", { target: profile.target.label });
      this.#isOut = false;
    });
    this.on("remove", (client) => this.#upkeep.gone(client as Connection));
  }

  /** Whether statements may be prepared by name. */
  get preparedStatements(): boolean {
    return this.#profile.limits.preparedStatements;
  }

  /** Lends a connection; its `release()` returns it. */
  override connect(): Promise<pg.PoolClient>;
  /** Lends a connection to a callback. */
  override connect(callback: ConnectCallback): void;
  override connect(callback?: ConnectCallback): Promise<pg.PoolClient> | void {
    const leased = this.lease();
    if (callback === undefined) return leased;
    leased.then(
      (client) =>
        callback(undefined, client, (error) => client.release(error === undefined ? false : true)),
      (error) => callback(error, undefined, () => {}),
    );
  }

  /** Runs a statement on a pool connection. */
  // deno-lint-ignore no-explicit-any -- the driver's overloads, passed on unchanged
  override query(...parameters: any[]): any {
    const [config] = parameters;
    if (typeof config?.submit === "function" || typeof parameters.at(-1) === "function") {
      // as: the driver's forms with a callback or a stream, which it runs through connect().
      return (super.query as (...parameters: unknown[]) => unknown).apply(this, parameters);
    }
    return this.#queryOnce(parameters);
  }

  /** Closes the pool, like {@linkcode Pool.close}. */
  override end(): Promise<void>;
  /** Closes the pool and calls back. */
  override end(callback: () => void): void;
  override end(callback?: () => void): Promise<void> | void {
    const closed = this.close();
    if (callback === undefined) return closed;
    closed.then(callback, callback);
  }

  /** Lends a connection, and opens one if none is idle. */
  lease(options: LeaseOptions = {}): Promise<pg.PoolClient> {
    return isTracing() ? this.#traceLease(options) : this.#lease(options);
  }

  /**
   * Closes every connection; those still lent after `timeoutMs` are closed by force. Idempotent.
   */
  close(timeoutMs = 5_000): Promise<void> {
    return this.#closed ??= this.#close(timeoutMs);
  }

  async #traceLease(options: LeaseOptions): Promise<Connection> {
    const on = telemetry() ?? await telemetryReady();
    if (on === undefined) return await this.#lease(options);
    const { target } = this.#profile;
    countPool(on, this, target);
    const begunAt = Date.now();
    const begun = performance.now();
    try {
      const client = await this.#lease(options);
      const waitedMs = performance.now() - begun;
      client.waitedMs = waitedMs;
      noteLease(on, target, waitedMs);
      return client;
    } catch (error) {
      noteNoLease(on, target, { error, begunAt });
      throw error;
    }
  }

  async #lease({ attempts = 5, signal }: LeaseOptions): Promise<Connection> {
    const ends = signal ? AbortSignal.any([signal, this.#closing.signal]) : this.#closing.signal;
    return await retry(() => this.#leaseOnce(signal), {
      attempts,
      isRepeatable: isRepeatableConnect,
      signal: ends,
      onRetry: (error) => this.#noteOutage(error),
    });
  }

  async #queryOnce(parameters: unknown[]): Promise<unknown> {
    const client = await this.lease();
    try {
      // as: the caller's parameters fit the driver's own signature.
      return await (client.query as (...parameters: unknown[]) => unknown).apply(
        client,
        parameters,
      );
    } finally {
      client.release();
    }
  }

  async #leaseOnce(signal: AbortSignal | undefined): Promise<Connection> {
    signal?.throwIfAborted();
    if (!this.#turnstile.tryEnter()) {
      await this.#turnstile.enter({ timeoutMs: this.#profile.limits.acquireTimeoutMs, signal });
    }
    try {
      return this.#lend(await this.#healthy());
    } catch (error) {
      this.#turnstile.leave();
      throw connectionFailure(error, this.#profile.target, "connect") ?? error;
    }
  }

  async #healthy(): Promise<Connection> {
    for (;;) {
      // as: this pool creates no other clients. With a slot of the turnstile, the driver's pool has
      // an idle connection or room for a new one, so it never queues.
      const client = await super.connect() as Connection;
      const isFit = this.#upkeep.isFit(client);
      if (isFit === true || await isFit) return client;
      client.release(true);
    }
  }

  #lend(client: Connection): Connection {
    const lease: Lease = { client, giveBack: client.release, isAsked: false, isOver: false };
    client.release = (error) => this.#release(lease, Boolean(error));
    this.#leases.add(lease);
    return client;
  }

  #release(lease: Lease, destroy: boolean): void {
    if (lease.isAsked) return;
    lease.isAsked = true;
    if (!destroy && this.#upkeep.isReusable(lease.client)) this.#finish(lease, false);
    else void this.#settle(lease, destroy);
  }

  /**
   * A failed statement is answered before the server is ready again, and the next borrower must
   * wait for that.
   */
  async #settle(lease: Lease, destroy: boolean): Promise<void> {
    const { client } = lease;
    if (!destroy && !client.isReady && client.brokenBy === undefined) {
      const { promise, resolve } = Promise.withResolvers<void>();
      client.once("drain", resolve).once("end", resolve);
      await withDeadline(promise, SETTLE_MS, () => new Error("busy")).catch(() => {});
      client.off("drain", resolve).off("end", resolve);
    }
    this.#finish(lease, destroy || !this.#upkeep.isReusable(client));
  }

  #finish(lease: Lease, destroy: boolean): void {
    if (lease.isOver) return;
    lease.isOver = true;
    const { client, giveBack } = lease;
    this.#leases.delete(lease);
    // The driver's pool reads its idle limit when the connection comes back.
    if (!destroy) {
      this.options.idleTimeoutMillis = this.#upkeep.idleLimit(client, this.totalCount);
    }
    giveBack.call(client, destroy);
    this.#turnstile.leave();
  }

  async #close(timeoutMs: number): Promise<void> {
    const end = performance.now() + timeoutMs;
    this.#closing.abort(poolRefusal("closed", this.#profile));
    this.#turnstile.close();
    await withDeadline(this.#turnstile.empty(), timeoutMs, () => new Error("busy")).catch(() => {
      log.warning("Closing {count} connections that are still lent", { count: this.#leases.size });
    });
    for (const lease of this.#leases) {
      lease.client.kill();
      this.#finish(lease, true);
    }
    await super.end();
    forgetPool(this);
    tellNow();
    const { live } = this.#profile;
    await untilGone(live, Math.max(end - performance.now(), 200));
    for (const client of live) client.kill();
    await untilGone(live, 500);
  }

  /** Logs once per outage, not once for each of the callers that wait. */
  #noteOutage(error: unknown): void {
    if (this.#isOut) return;
    this.#isOut = true;
    log.warning("{target} cannot be reached, trying again: {reason}", {
      target: this.#profile.target.label,
      reason: reasonOf(error),
    });
  }
}

async function untilGone(live: ReadonlySet<Connection>, timeoutMs: number): Promise<void> {
  const gone = [...live].map((client) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    client.once("end", resolve);
    return promise;
  });
  await withDeadline(Promise.all(gone), timeoutMs, () => new Error("open")).catch(() => {});
}
