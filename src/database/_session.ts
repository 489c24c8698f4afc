import { type RelationalSchemaConfig, sql, type TablesRelationalConfig } from "drizzle-orm";
import { type NodePgClient, NodePgSession, NodePgTransaction } from "drizzle-orm/node-postgres";
import type {
  PgDialect,
  PgPreparedQuery,
  PgTransactionConfig,
  PreparedQueryConfig,
} from "drizzle-orm/pg-core";
import { ConnectionError, StrataError } from "../base/errors.ts";
import { isTracing, traced } from "../base/telemetry/mod.ts";
import { log, reasonOf } from "./_log.ts";
import { quietError } from "./_quiet_error.ts";

/** What a Drizzle session runs on. */
export interface SessionContext<S extends TablesRelationalConfig> {
  /** A pool, or the connection of a transaction. */
  readonly client: NodePgClient;
  readonly dialect: PgDialect;
  readonly schema: RelationalSchemaConfig<S> | undefined;
  /** Whether statements may be prepared by name; a pooler in between would mix up the names. */
  readonly preparedStatements: boolean;
}

type Tx<F extends Record<string, unknown>, S extends TablesRelationalConfig> = NodePgTransaction<
  F,
  S
>;

/**
 * Drizzle's session for node-postgres, with corrections: a failed `begin` returns its connection, a
 * rollback on a dead connection does not hide why it died, a commit that the server turned into a
 * rollback is an error, and errors are typed and hide row values.
 */
export class Session<F extends Record<string, unknown>, S extends TablesRelationalConfig>
  extends NodePgSession<F, S> {
  readonly #context: SessionContext<S>;

  /** Creates a session on a pool or on one connection. */
  constructor(context: SessionContext<S>) {
    super(context.client, context.dialect, context.schema, { logger: statementLog });
    this.#context = context;
  }

  /** Prepares a statement that throws typed errors. */
  override prepareQuery<T extends PreparedQueryConfig = PreparedQueryConfig>(
    ...[query, fields, name, ...rest]: Parameters<NodePgSession<F, S>["prepareQuery"]>
  ): PgPreparedQuery<T> {
    const kept = this.#context.preparedStatements ? name : undefined;
    const prepared = super.prepareQuery<T>(query, fields, kept, ...rest);
    const { execute } = prepared;
    prepared.execute = (values) => execute.call(prepared, values).catch(throwTyped);
    return prepared;
  }

  /** Runs a transaction on a connection of its own. */
  override transaction<T>(
    run: (tx: Tx<F, S>) => Promise<T>,
    config?: PgTransactionConfig,
  ): Promise<T> {
    return isTracing()
      ? traced(TRANSACTION, () => this.#transact(run, config))
      : this.#transact(run, config);
  }

  async #transact<T>(
    run: (tx: Tx<F, S>) => Promise<T>,
    config: PgTransactionConfig | undefined,
  ): Promise<T> {
    // as: Drizzle starts a transaction only on a session whose client is a pool.
    const client = await (this.#context.client as { connect(): Promise<Lent> }).connect();
    const session = new Session<F, S>({ ...this.#context, client });
    const tx: Tx<F, S> = new NodePgTransaction<F, S>(
      this.#context.dialect,
      session,
      this.#context.schema,
    );
    try {
      await tx.execute(sql.raw(beginStatement(config)));
      const result = await run(tx);
      await commit(tx);
      return result;
    } catch (error) {
      await rollback(tx);
      throw error;
    } finally {
      client.release();
    }
  }
}

const TRANSACTION = {
  name: "transaction",
  attributes: { "db.system.name": "postgresql" },
} as const;

type Lent = Extract<NodePgClient, { release(): void }>;

interface Executor {
  execute(query: ReturnType<typeof sql.raw>): PromiseLike<unknown>;
}

const statementLog = {
  logQuery: (statement: string) => log.debug("{statement}", { statement }),
};

function beginStatement(config: PgTransactionConfig = {}): string {
  const modes = [
    config.isolationLevel && `isolation level ${config.isolationLevel}`,
    config.accessMode,
    config.deferrable === undefined
      ? undefined
      : config.deferrable
      ? "deferrable"
      : "not deferrable",
  ];
  return ["begin", ...modes.filter(Boolean)].join(" ");
}

async function commit(tx: Executor): Promise<void> {
  let answer: unknown;
  try {
    answer = await tx.execute(sql.raw("commit"));
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    throw new ConnectionError(
      `Cannot commit a transaction: the connection was lost (${error.code}) before the answer ` +
        "came, whether it is stored is not known, ask by a key before repeating it",
      { service: error.service, code: "08007", cause: error },
    );
  }
  // The server answers the commit of a failed transaction with a successful ROLLBACK.
  if (Object(answer).command === "ROLLBACK") {
    throw new StrataError(
      "Cannot commit a transaction: a statement in it failed and its error was not passed on, the " +
        "server rolled everything back; let errors leave the transaction, or use a nested one",
    );
  }
}

async function rollback(tx: Executor): Promise<void> {
  try {
    await tx.execute(sql.raw("rollback"));
  } catch (error) {
    // The connection is closed when it is returned, and that rolls back. The caller must see the
    // first error, not this one.
    log.debug("A rollback was left to the closing of its connection: {reason}", {
      reason: reasonOf(error),
    });
  }
}

function throwTyped(error: unknown): never {
  const cause = error instanceof Error ? error.cause : undefined;
  throw cause instanceof ConnectionError ? cause : quietError(error);
}
