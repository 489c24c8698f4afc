import { withDeadline } from "../base/resilience/mod.ts";
import type { DatabaseSettings } from "../base/settings/mod.ts";
import type { Connection } from "./_client.ts";

/** A connection used this recently is taken to live. */
const TRUSTED_MS = 1_000;
const PING_LIMIT_MS = 500;
const OVERFLOW_IDLE_MS = 1_000;

/** Decides which connections of a pool may be used again, and for how long they may be idle. */
export class Upkeep {
  readonly #limits: DatabaseSettings;
  readonly #records = new WeakMap<Connection, Record>();
  readonly #lingering = new Set<Connection>();
  #suspectBefore = 0;

  /** Creates the upkeep of one pool. */
  constructor(limits: DatabaseSettings) {
    this.#limits = limits;
  }

  /** Notes a new connection and draws its lifetime, a fifth up or down by chance. */
  born(client: Connection): void {
    const { maxLifetimeMs } = this.#limits;
    const lifetime = maxLifetimeMs === 0 ? Infinity : maxLifetimeMs * (0.8 + Math.random() * 0.4);
    this.#records.set(client, { expiresAt: performance.now() + lifetime, lastUsed: undefined });
  }

  /** Forgets a connection that was closed. */
  gone(client: Connection): void {
    this.#lingering.delete(client);
  }

  /** Answers whether a connection may be lent; after a second of idleness it is asked. */
  isFit(client: Connection): boolean | Promise<boolean> {
    this.#lingering.delete(client);
    const lastUsed = this.#records.get(client)?.lastUsed;
    if (lastUsed === undefined) return true;
    if (!this.isReusable(client) || lastUsed < this.#suspectBefore) return false;
    if (!this.#limits.prePing || performance.now() - lastUsed < TRUSTED_MS) return true;
    return this.#answers(client);
  }

  /** Answers whether a connection is whole, young enough and in no transaction. */
  isReusable(client: Connection): boolean {
    const expiresAt = this.#records.get(client)?.expiresAt ?? Infinity;
    return client.brokenBy === undefined && client.isReady &&
      client.getTransactionStatus() === "I" && performance.now() < expiresAt;
  }

  /**
   * Gives the idle limit of a connection that is given back: as many as are over the pool's size
   * stay for a second only.
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
      // Whatever killed this one has probably killed its neighbours: those idle since before now
      // are not asked one by one, at half a second each, but replaced.
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
