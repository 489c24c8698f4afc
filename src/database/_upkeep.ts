import { withDeadline } from "../base/resilience/mod.ts";
import type { DatabaseSettings } from "../base/settings/mod.ts";
import type { Connection } from "./_client.ts";

/** A connection used this recently counts as alive. */
const TRUSTED_MS = 1_000;
const PING_LIMIT_MS = 500;
const OVERFLOW_IDLE_MS = 1_000;

/** Decides which pool connections may be used again, and how long they may be idle. */
export class Upkeep {
  readonly #limits: DatabaseSettings;
  readonly #records = new WeakMap<Connection, Record>();
  readonly #lingering = new Set<Connection>();
  #suspectBefore = 0;

  /** Creates the upkeep of a pool. */
  constructor(limits: DatabaseSettings) {
    this.#limits = limits;
  }

  /** Records a new connection with a lifetime that varies randomly by a fifth. */
  born(client: Connection): void {
    const { maxLifetimeMs } = this.#limits;
    const lifetime = maxLifetimeMs === 0 ? Infinity : maxLifetimeMs * (0.8 + Math.random() * 0.4);
    this.#records.set(client, { expiresAt: performance.now() + lifetime, lastUsed: undefined });
  }

  /** Forgets a closed connection. */
  gone(client: Connection): void {
    this.#lingering.delete(client);
  }

  /** Tells whether a connection may be lent; after a second of idleness it is tested first. */
  isFit(client: Connection): boolean | Promise<boolean> {
    this.#lingering.delete(client);
    const lastUsed = this.#records.get(client)?.lastUsed;
    if (lastUsed === undefined) return true;
    if (!this.isReusable(client) || lastUsed < this.#suspectBefore) return false;
    if (!this.#limits.prePing || performance.now() - lastUsed < TRUSTED_MS) return true;
    return this.#answers(client);
  }

  /** Tells whether a connection is healthy, young enough and not in a transaction. */
  isReusable(client: Connection): boolean {
    const expiresAt = this.#records.get(client)?.expiresAt ?? Infinity;
    return client.brokenBy === undefined && client.isReady &&
      client.getTransactionStatus() === "I" && performance.now() < expiresAt;
  }

  /**
   * Returns the idle limit for a returned connection: those beyond the pool's size stay for only a
   * second.
   */
  idleLimit(client: Connection, total: number): number {
    const record = this.#records.get(client);
    if (record) record.lastUsed = performance.now();
    if (this.#lingering.size >= total - this.#limits.poolSize) return this.#limits.idleTimeoutMs;
    this.#lingering.add(client);
    return OVERFLOW_IDLE_MS;
  }

  async #answers(client: Connection): Promise<boolean> {
    try {
      await withDeadline(client.query("select 1"), PING_LIMIT_MS, () => new Error("no answer"));
      return true;
    } catch {
      // Whatever killed this connection has probably killed its neighbors. Those idle since before
      // now are replaced: testing them one by one would take half a second each.
      this.#suspectBefore = performance.now();
      client.kill();
      return false;
    }
  }
}

interface Record {
  readonly expiresAt: number;
  lastUsed: number | undefined;
}
