import type pg from "pg";
import { type BorrowedPool, databaseOver } from "../../../src/database/database_over.ts";
import type { Database } from "../../../src/database/mod.ts";
import type { Gate } from "./schedule.ts";

/** Changes a statement on its way, to put a race there. */
export type Change = (text: string) => string;

/** Opens a database whose statements wait at a gate, each before it is sent. */
export type OpenGated<Schema extends Record<string, unknown>> = (
  name: string,
  gate: Gate,
) => Database<Schema>;

/** A server's sessions by the actor that uses them, and who of them waits for a lock. */
export class Sessions<Schema extends Record<string, unknown>> {
  readonly #database: Database<Schema>;
  readonly #monitor: pg.Client;
  readonly #change: Change;
  readonly #pids = new Map<string, number>();

  /** Watches the sessions of a database over a connection of its own. */
  constructor(database: Database<Schema>, monitor: pg.Client, change: Change = (text) => text) {
    this.#database = database;
    this.#monitor = monitor;
    this.#change = change;
  }

  /** Opens the database of an actor. */
  open(name: string, gate: Gate): Database<Schema> {
    const pool = this.#database.pool as pg.Pool & BorrowedPool; // createDatabase made it
    const lend = async (): Promise<pg.PoolClient> => {
      const client = await pool.connect();
      // processID: the driver keeps it, its types omit it.
      this.#pids.set(name, (client as pg.PoolClient & { processID: number }).processID);
      return gated(client, gate, this.#change);
    };
    return databaseOver({
      connect: lend,
      preparedStatements: pool.preparedStatements,
      query: async (...parameters) => {
        const client = await lend();
        try {
          // as: the caller's parameters fit the driver's own signature.
          return await (client.query as (...all: unknown[]) => unknown)(...parameters);
        } finally {
          client.release();
        }
      },
    }, this.#database);
  }

  /** Returns those whose session waits for a lock of another one. */
  async blocked(names: readonly string[]): Promise<readonly string[]> {
    const pids = names.map((name) => this.#pids.get(name) ?? 0);
    const { rows } = await this.#monitor.query<{ pid: number }>(
      "select pid from pg_locks where not granted and pid = any($1)",
      [pids],
    );
    const waiting = new Set(rows.map(({ pid }) => pid));
    return names.filter((name) => waiting.has(this.#pids.get(name) ?? 0));
  }
}

function gated(client: pg.PoolClient, gate: Gate, change: Change): pg.PoolClient {
  return new Proxy(client, {
    get(target, property) {
      const value: unknown = Reflect.get(target, property, target);
      if (typeof value !== "function") return value;
      if (property !== "query") return value.bind(target);
      return async (query: string | { readonly text: string }, ...values: unknown[]) => {
        const text = change(typeof query === "string" ? query : query.text);
        await gate(text.trim().replace(/\s+/g, " ").slice(0, 40));
        const sent = typeof query === "string" ? text : { ...query, text };
        return await value.call(target, sent, ...values);
      };
    },
  });
}
