import type pg from "pg";
import { ConnectionError } from "../base/errors.ts";
import { log, reasonOf } from "./_log.ts";
import type { Pool } from "./_pool.ts";

/** An unreachable replica is skipped for this long. */
const REST_MS = 5_000;

/**
 * Distributes reads over the pools of several replicas in turn. If none can be reached, the primary
 * serves the read.
 */
export class ReplicaPool {
  readonly #replicas: readonly Pool[];
  readonly #primary: Pool;
  readonly #restUntil = new WeakMap<Pool, number>();
  #turn = 0;

  /** Creates the pool from the pools of the replicas and the primary. */
  constructor(replicas: readonly Pool[], primary: Pool) {
    this.#replicas = replicas;
    this.#primary = primary;
  }

  /** Lends a connection to the next reachable replica. */
  async connect(): Promise<pg.PoolClient> {
    for (const replica of this.#inTurn()) {
      try {
        return await replica.lease({ attempts: 1 });
      } catch (error) {
        if (!(error instanceof ConnectionError)) throw error;
        this.#restUntil.set(replica, performance.now() + REST_MS);
        log.warning("A replica is left out for {restMs} ms: {reason}", {
          restMs: REST_MS,
          reason: reasonOf(error),
        });
      }
    }
    return await this.#primary.lease();
  }

  /** Runs a statement on the next reachable replica. */
  async query(...parameters: unknown[]): Promise<unknown> {
    const client = await this.connect();
    try {
      // as: Drizzle's parameters fit the driver's own signature.
      return await (client.query as (...parameters: unknown[]) => unknown).apply(
        client,
        parameters,
      );
    } finally {
      client.release();
    }
  }

  #inTurn(): Pool[] {
    const now = performance.now();
    const awake = this.#replicas.filter((pool) => (this.#restUntil.get(pool) ?? 0) <= now);
    const first = this.#turn++ % Math.max(awake.length, 1);
    return [...awake.slice(first), ...awake.slice(0, first)];
  }
}
