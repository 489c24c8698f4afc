import type pg from "pg";
import type { Queryable } from "../../base/sql/mod.ts";
import { type Database, databaseOver } from "../../database/mod.ts";
import { AuditedPool } from "./audited_pool.ts";
import type { Model } from "./audit_options.ts";
import { type Read, Recording } from "./recording.ts";

/** What a model answered in one run: a value or an error. */
export type Answer = { readonly value: unknown } | { readonly error: unknown };

/** One run of a model. */
export interface Run {
  readonly answer: Answer;
  readonly reads: readonly Read[];
}

/** Options of {@linkcode AuditSession.run}. */
export interface RunOptions {
  /** What is done to the data before the model runs. */
  readonly prepare?: (client: Queryable) => Promise<void>;
  /** Whether results are kept, to say what differs in them. */
  readonly keep?: boolean;
}

/** One transaction in which a model runs again and again, each time on the same rows. */
export class AuditSession<TSchema extends Record<string, unknown>> implements AsyncDisposable {
  readonly client: pg.PoolClient;
  readonly #database: Database<TSchema>;
  readonly #model: Model<unknown, TSchema>;
  readonly #signal: AbortSignal | undefined;
  readonly #onAbort = (): void => this.client.release(true);

  private constructor(client: pg.PoolClient, options: SessionOptions<TSchema>) {
    this.client = client;
    this.#database = options.database;
    this.#model = options.model;
    this.#signal = options.signal;
    this.#signal?.addEventListener("abort", this.#onAbort, { once: true });
  }

  /** Opens the transaction: what others write meanwhile is not seen in it. */
  static async open<TSchema extends Record<string, unknown>>(
    options: SessionOptions<TSchema>,
  ): Promise<AuditSession<TSchema>> {
    const client = await options.database.pool.connect();
    try {
      options.signal?.throwIfAborted();
      await client.query("begin isolation level repeatable read");
      for (const [name, value] of limits) {
        await client.query("select set_config(name, $2, true) from pg_settings where name = $1", [
          name,
          value,
        ]);
      }
      return new AuditSession(client, options);
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  /** Runs the model, and takes back what it and the preparation did. */
  async run(options: RunOptions = {}): Promise<Run> {
    this.#signal?.throwIfAborted();
    try {
      return await this.#run(options);
    } catch (error) {
      // An abort closes the connection, and then every statement fails.
      this.#signal?.throwIfAborted();
      throw error;
    }
  }

  /** Rolls everything back, and closes the connection with whatever the model left on it. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#signal?.removeEventListener("abort", this.#onAbort);
    if (!this.#signal?.aborted) await this.client.query("rollback").catch(() => {});
    this.client.release(true);
  }

  async #run({ prepare, keep = false }: RunOptions): Promise<Run> {
    await this.client.query("savepoint strata_audit_run");
    await prepare?.(this.client);
    // TimescaleDB 2.18.2 keeps a prepared plan that reads only what is compressed, after an update
    // has taken rows out.
    await this.client.query("discard plans");
    const recording = new Recording({ keep });
    const pool = new AuditedPool({
      client: this.client,
      recording,
      preparedStatements: Object(this.#database.pool).preparedStatements === true,
    });
    const answer = await this.#answerOver(pool);
    this.#signal?.throwIfAborted();
    await pool.close();
    await this.client.query("rollback to savepoint strata_audit_run");
    await this.client.query("release savepoint strata_audit_run");
    return { answer, reads: recording.reads };
  }

  async #answerOver(pool: AuditedPool): Promise<Answer> {
    const { promise: aborted, reject } = Promise.withResolvers<never>();
    const onAbort = (): void => reject(this.#signal?.reason);
    this.#signal?.addEventListener("abort", onAbort, { once: true });
    try {
      const work = Promise.resolve(this.#model(databaseOver(pool, this.#database)));
      return { value: await Promise.race([work, aborted]) };
    } catch (error) {
      return { error };
    } finally {
      this.#signal?.removeEventListener("abort", onAbort);
    }
  }
}

/** What an {@linkcode AuditSession} runs, and where. */
export interface SessionOptions<TSchema extends Record<string, unknown>> {
  readonly model: Model<unknown, TSchema>;
  readonly database: Database<TSchema>;
  readonly signal: AbortSignal | undefined;
}

const limits = [
  // A model may think longer between two statements than a service may.
  ["idle_in_transaction_session_timeout", "0"],
  // 0 means no limit: dropping a future of years takes many rows out of compressed chunks.
  ["timescaledb.max_tuples_decompressed_per_dml_transaction", "0"],
  // On chunks that are partly compressed, as altered ones are, a `distinct on` with another order
  // than the index's gets wrong rows from it (2.18.2).
  ["timescaledb.enable_skipscan", "off"],
] as const;
