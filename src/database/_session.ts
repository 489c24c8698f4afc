import { type RelationalSchemaConfig, sql, type TablesRelationalConfig } from "drizzle-orm";
import { type NodePgClient, NodePgSession, NodePgTransaction } from "drizzle-orm/node-postgres";
import type {
  PgDialect,
  PgPreparedQuery,
  PgTransactionConfig,
  PreparedQueryConfig,
} from "drizzle-orm/pg-core";
import { ConnectionError, StrataError } from "../base/errors.ts";
import { log, reasonOf } from "./_log.ts";
import { quietError } from "./_quiet_error.ts";

/** What a session of Drizzle runs on. */
export interface SessionContext<S extends TablesRelationalConfig> {
  /** A pool, or the one connection of a transaction. */
  readonly client: NodePgClient;
  readonly dialect: PgDialect;
  readonly schema: RelationalSchemaConfig<S> | undefined;
  /** False drops the names of prepared statements, which a pooler between would mix up. */
  readonly preparedStatements: boolean;
}

type Tx<F extends Record<string, unknown>, S extends TablesRelationalConfig> = NodePgTransaction<
  F,
  S
>;

/**
 * Drizzle's session for node-postgres, with what it lacks: a failed `begin` gives its connection
 * back, a rollback on a dead connection does not hide why it died, a commit that the server turned
 * into a rollback is an error, and errors are typed and quiet.
 */
export class Session<F extends Record<string, unknown>, S extends TablesRelationalConfig>
  extends NodePgSession<F, S> {
  readonly #context: SessionContext<S>;

  /** Creates a session on a pool or on one connection. */
  constructor(context: SessionContext<S>) {
    super(context.client, context.dialect, context.schema, { logger: statementLog });
    this.#context = context;
  }

  /** Prepares a statement whose errors are typed. */
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
  override async transaction<T>(
    run: (tx: Tx<F, S>) => Promise<T>,
    config?: PgTransactionConfig,
  ): Promise<T> {
    // as: Drizzle asks a session for a transaction only where it was made on a pool.
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
  // The server answers a commit of a failed transaction with ROLLBACK, and with success.
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
    // A connection that cannot roll back is closed when it is given back, and that rolls back. The
    // error that led here is the one the caller must see.
    log.debug("A rollback was left to the closing of its connection: {reason}", {
      reason: reasonOf(error),
    });
  }
}

function throwTyped(error: unknown): never {
  const cause = error instanceof Error ? error.cause : undefined;
  throw cause instanceof ConnectionError ? cause : quietError(error);
}
