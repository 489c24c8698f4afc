import type { CustomTypesConfig } from "pg";
import { ConnectionError } from "../base/errors.ts";
import { isTracing, telemetryReady } from "../base/telemetry/mod.ts";
import { denoPostgresFailure } from "./_deno_postgres_failure.ts";
import { decodeRow } from "./_deno_postgres_values.ts";
import { log, reasonOf } from "./_log.ts";
import { parameterRefusal } from "./_parameter_limit.ts";
import { beginStatement, tracedPlace } from "./_traced_statement.ts";
import { typeParsers } from "./_type_parsers.ts";
import { utcParameters } from "./_utc_parameters.ts";
import type {
  DenoPostgresClient,
  DenoPostgresPool,
  DenoPostgresResult,
} from "./deno_postgres_pool.ts";

/** A statement as Drizzle passes it to node-postgres. */
interface Statement {
  readonly text: string;
  readonly rowMode?: "array";
  readonly types?: CustomTypesConfig;
}

interface Result {
  readonly command: string | undefined;
  readonly rowCount: number | null;
  readonly fields: readonly { readonly name: string; readonly dataTypeID: number }[];
  readonly rows: unknown[];
}

/** How a connection returns values: decoded by deno-postgres, or as the server's text. */
interface Session {
  readonly pid: number | undefined;
  readonly givesText: boolean;
}

/** The driver does not tell where its pool connects to. */
const SOMEWHERE = tracedPlace();

const prepared = new WeakMap<DenoPostgresClient, Session>();

/** Adapts a pool of deno-postgres to the part of node-postgres that Drizzle uses. */
export class DenoPostgresAdapter {
  readonly #pool: DenoPostgresPool;

  /** Creates the adapter. */
  constructor(pool: DenoPostgresPool) {
    this.#pool = pool;
  }

  /** Lends a connection that runs in UTC. */
  async connect(): Promise<AdaptedClient> {
    if (isTracing()) await telemetryReady();
    const client = await this.#pool.connect().catch((error) => {
      throw denoPostgresFailure(error, "connect") ?? error;
    });
    try {
      return new AdaptedClient(client, await prepare(client));
    } catch (error) {
      await abandon(client);
      throw denoPostgresFailure(error, "connect") ?? error;
    }
  }

  /** Runs a statement on a connection of its own. */
  async query(statement: Statement | string, values?: unknown[]): Promise<Result> {
    const client = await this.connect();
    try {
      return await client.query(statement, values);
    } finally {
      client.release();
    }
  }
}

/** A lent connection. */
class AdaptedClient {
  readonly #client: DenoPostgresClient;
  readonly #session: Session;
  #inTransaction = false;
  #isBroken = false;

  constructor(client: DenoPostgresClient, session: Session) {
    this.#client = client;
    this.#session = session;
  }

  async query(statement: Statement | string, values: unknown[] = []): Promise<Result> {
    const { text, rowMode, types } = typeof statement === "string"
      ? { text: statement }
      : statement;
    const refusal = parameterRefusal(values);
    if (refusal !== undefined) throw refusal;
    if (!this.#isSame()) throw this.#lost();
    if (/^\s*begin\b/i.test(text)) this.#inTransaction = true;
    const traced = beginStatement(text, SOMEWHERE);
    try {
      const args = utcParameters(values);
      const result = await this.#client.queryArray(args.length === 0 ? { text } : { text, args });
      if (/^\s*(commit|rollback)\b(?!\s+to\b)/i.test(text)) this.#inTransaction = false;
      traced?.succeed(result);
      return this.#adapt(result, { array: rowMode === "array", types: types ?? typeParsers });
    } catch (error) {
      const failure = denoPostgresFailure(error, "statement") ?? error;
      traced?.fail(failure);
      if (failure instanceof ConnectionError) this.#isBroken = true;
      throw failure;
    }
  }

  release(): void {
    const isClean = !this.#isBroken && !this.#inTransaction && this.#isSame();
    if (isClean) this.#client.release();
    // Closing it rolls back an open transaction; the pool reconnects it when it is lent again.
    else void abandon(this.#client);
  }

  /** False after the driver has silently reconnected, which ended the transaction. */
  #isSame(): boolean {
    return !this.#isBroken && this.#client.connected &&
      this.#client.session.pid === this.#session.pid;
  }

  #lost(): ConnectionError {
    this.#isBroken = true;
    return new ConnectionError(
      "Cannot run a statement: the connection was lost, a transaction that was not committed is " +
        "rolled back",
      { service: "timescaledb", code: "08003" },
    );
  }

  #adapt(
    result: DenoPostgresResult,
    { array, types }: { readonly array: boolean; readonly types: CustomTypesConfig },
  ): Result {
    const columns = result.rowDescription?.columns ?? [];
    const { givesText } = this.#session;
    const rows = result.rows.map((row) => decodeRow(row, columns, { types, givesText }));
    const names = columns.map(({ name }) => name);
    return {
      command: result.command,
      rowCount: Number.isInteger(result.rowCount) ? result.rowCount ?? null : null,
      fields: columns.map(({ name, typeOid }) => ({ name, dataTypeID: typeOid })),
      rows: array
        ? rows
        : rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]]))),
    };
  }
}

/** Runs once per backend: sets the time zone, and finds out whether the pool returns text. */
async function prepare(client: DenoPostgresClient): Promise<Session> {
  const known = prepared.get(client);
  if (known !== undefined && client.connected && known.pid === client.session.pid) return known;
  const { rows } = await client.queryArray({
    text:
      "select set_config('timezone', 'UTC', false), set_config('datestyle', 'ISO, MDY', false)," +
      " true",
  });
  const session = { pid: client.session.pid, givesText: typeof rows[0]?.[2] === "string" };
  prepared.set(client, session);
  return session;
}

async function abandon(client: DenoPostgresClient): Promise<void> {
  try {
    await client.end();
  } catch (error) {
    log.debug("A connection was lost before it could be closed: {reason}", {
      reason: reasonOf(error),
    });
  } finally {
    client.release();
  }
}
