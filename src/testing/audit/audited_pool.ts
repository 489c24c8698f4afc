import { EventEmitter } from "node:events";
import type pg from "pg";
import { ConnectionError } from "../../base/errors.ts";
import { type Refusal, Turnstile, withDeadline } from "../../base/resilience/mod.ts";
import type { BorrowedPool } from "../../database/mod.ts";
import { AuditedConnection } from "./audited_connection.ts";
import type { Recording } from "./recording.ts";

/** What an {@linkcode AuditedPool} lends, and to whom. */
export interface AuditedPoolOptions {
  /** The connection whose transaction is never committed. */
  readonly client: pg.PoolClient;
  /** Takes what is read. */
  readonly recording: Recording;
  /** Whether statements may be prepared by name. */
  readonly preparedStatements: boolean;
}

/** How long a statement waits for the only connection, and the end of a run for the last one. */
const WAIT_MS = 5_000;

type Callback = (error: unknown, result?: unknown) => void;

/** A pool with a single connection, for one run of a model. */
export class AuditedPool extends EventEmitter implements BorrowedPool {
  readonly preparedStatements: boolean;
  readonly #client: pg.PoolClient;
  readonly #connection: AuditedConnection;
  readonly #turn = new Turnstile({ slots: 1, maxWaiting: 100_000, refuse });
  #isOver = false;

  /** Creates the pool for a run. */
  constructor({ client, recording, preparedStatements }: AuditedPoolOptions) {
    super();
    this.#client = client;
    this.#connection = new AuditedConnection(client, recording);
    this.preparedStatements = preparedStatements;
  }

  /** The connections that exist. */
  get totalCount(): number {
    return 1;
  }

  /** The connections that nobody uses. */
  get idleCount(): number {
    return 1 - this.#turn.inside;
  }

  /** How many wait for the connection. */
  get waitingCount(): number {
    return this.#turn.waiting;
  }

  /** Lends the connection: to one borrower at a time. */
  async connect(): Promise<pg.PoolClient> {
    await this.#turn.enter({ timeoutMs: WAIT_MS });
    let isBack = false;
    const query = (...parameters: unknown[]): unknown => {
      if (isBack || this.#isOver) return answer(Promise.reject(refuse("closed")), parameters);
      if (isStream(parameters[0])) return this.#connection.stream(parameters[0]);
      return answer(this.#run(parameters), parameters);
    };
    const release = (): void => {
      if (isBack) return;
      isBack = true;
      const left = this.#isOver ? Promise.resolve() : this.#connection.reset().catch(() => {});
      void left.then(() => this.#turn.leave());
    };
    return new Proxy(this.#client, {
      get: (client, key) => {
        if (key === "query") return query;
        if (key === "release") return release;
        const value: unknown = Reflect.get(client, key, client);
        return typeof value === "function" ? value.bind(client) : value;
      },
    });
  }

  /** Runs a statement. */
  query(...parameters: readonly unknown[]): unknown {
    if (isStream(parameters[0])) {
      throw new TypeError(
        "Cannot run a stream on the pool in an audit: take a connection with pool.connect()",
      );
    }
    const run = async (): Promise<unknown> => {
      await this.#turn.enter({ timeoutMs: WAIT_MS });
      try {
        return await this.#run(parameters);
      } finally {
        this.#turn.leave();
      }
    };
    return answer(run(), parameters);
  }

  /** Does nothing: the connection is the audit's. */
  end(): Promise<void> {
    return Promise.resolve();
  }

  /**
   * Ends the run: waits for the statement that runs, refuses later ones, and rolls back what is
   * open.
   */
  async close(): Promise<void> {
    this.#turn.close();
    await withDeadline(this.#turn.empty(), WAIT_MS, () => refuse("timeout")).catch(() => {});
    this.#isOver = true;
    await this.#connection.reset();
  }

  #run([config, values]: readonly unknown[]): Promise<unknown> {
    if (this.#isOver) return Promise.reject(refuse("closed"));
    return this.#connection.run(config, Array.isArray(values) ? values : undefined);
  }
}

const states = {
  full: "too many statements wait",
  timeout: `the audit's only connection was busy for ${WAIT_MS} ms, inside a transaction use the ` +
    "transaction, and return what pool.connect() lent",
  closed: "the run is over, wait for each statement in the model",
} as const;

const codes = { full: "POOL_QUEUE_FULL", timeout: "POOL_TIMEOUT", closed: "POOL_CLOSED" } as const;

function refuse(why: Refusal): ConnectionError {
  return new ConnectionError(`Cannot run a statement in an audit: ${states[why]}`, {
    service: "timescaledb",
    code: codes[why],
  });
}

function isStream(config: unknown): config is object {
  return typeof Object(config).submit === "function";
}

/** Answers as the driver does: to a callback where one is given, or else through a promise. */
function answer(result: Promise<unknown>, parameters: readonly unknown[]): unknown {
  const last = parameters.at(-1);
  if (typeof last !== "function") return result;
  // as: the driver's own callback.
  const callback = last as Callback;
  result.then((value) => callback(null, value), (error) => callback(error));
  return undefined;
}
