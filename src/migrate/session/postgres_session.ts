import { pg } from "../../base/driver/mod.ts";
import { ConnectionError } from "../../base/errors.ts";
import { searchPathSql } from "../../timescale/extension_schema.ts";
import { detectPooling } from "./detect_pooling.ts";
import { pooledSession } from "./pooled_session.ts";
import { isConnectionLost, type MigrationSession, sqlState } from "./session.ts";

/** How a migrator's connections are opened. */
export interface PostgresSessionOptions {
  /** How long opening may take, in milliseconds. */
  readonly connectTimeoutMs?: number;
  /** What `pg_stat_activity` shows. */
  readonly applicationName?: string;
  /** `statement_timeout` of the session in milliseconds, 0 for none. */
  readonly statementTimeoutMs?: number;
}

/**
 * Opens a migrator's session to PostgreSQL: a connection of its own, whose server side ends within
 * half a second of a killed client instead of finishing the statement and keeping the lock. Through a
 * pooler that pools by transaction it opens one that can read and nothing else.
 *
 * @throws {ConnectionError} Where the server is not there or refuses the log-in.
 */
export async function openPostgresSession(
  url: string,
  options: PostgresSessionOptions = {},
): Promise<MigrationSession> {
  const { connectTimeoutMs = 5_000, applicationName = "strata migrate", statementTimeoutMs = 0 } =
    options;
  const client = new pg.Client({
    connectionString: url,
    application_name: applicationName,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
  });
  // An idle connection that dies reports here; the next query fails with the same error.
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => {});
    throw connectFailure(url, error);
  }
  try {
    const pooling = await detectPooling({
      loginPid: loginPid(client),
      backendPid: () => backendPid(client),
      otherBackendPid: () => otherBackendPid(url),
    });
    return pooling === "transaction"
      ? pooledSession({
        query: (text, values) => ask(client, url, { text, values }),
        close: () => client.end().catch(() => {}),
      })
      : {
        ...await ownSession(client, url, { statementTimeoutMs, isBorrowed: pooling === "session" }),
        openDatabase: (name) => openPostgresSession(databaseUrl(url, name), options),
      };
  } catch (error) {
    await client.end().catch(() => {});
    throw isConnectionLost(error) ? connectionLost(url, error) : error;
  }
}

/** A session that has a backend of its own as long as it lasts. */
async function ownSession(
  client: pg.Client,
  url: string,
  options: { readonly statementTimeoutMs: number; readonly isBorrowed: boolean },
): Promise<MigrationSession> {
  await client.query(sessionSettings(options.statementTimeoutMs).join("; "));
  // A server on a platform without the check refuses this one, and is no worse off.
  await client.query("set client_connection_check_interval = '500ms'").catch(() => {});
  const pid = await backendPid(client);
  return {
    query: (text, values) => ask(client, url, { text, values }),
    cancel: () => cancelBackend(url, pid),
    [Symbol.asyncDispose]: async () => {
      // A pooler lends the backend to the next client.
      if (options.isBorrowed) await client.query("reset all").catch(() => {});
      await client.end().catch(() => {});
    },
  };
}

async function ask<Row>(
  client: pg.Client,
  url: string,
  statement: { readonly text: string; readonly values?: unknown[] | undefined },
): Promise<{ rows: Row[] }> {
  const { rows } = await client.query(statement.text, statement.values).catch((error: unknown) => {
    throw isConnectionLost(error) ? connectionLost(url, error) : error;
  });
  // The caller names the row's type, as with every driver.
  return { rows: rows as Row[] };
}

function sessionSettings(statementTimeoutMs: number): string[] {
  return [
    `set statement_timeout = ${Math.max(0, Math.trunc(statementTimeoutMs))}`,
    "set idle_in_transaction_session_timeout = '60s'",
    // Limits that a role or a database sets would end a migration half-way; not every server has both.
    `select pg_catalog.set_config(name, '0', false) from pg_catalog.pg_settings
     where name in ('transaction_timeout', 'idle_session_timeout')`,
    "set client_min_messages = 'warning'",
    "set timezone = 'UTC'",
    // A schema named like the role would come first by default, and take the tables.
    searchPathSql({ isLocal: false }),
  ];
}

async function backendPid(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  return rows[0]?.pid ?? 0;
}

/** The driver keeps the process that the other side named at log-in, which its types leave out. */
function loginPid(client: pg.Client): number | null {
  return "processID" in client && typeof client.processID === "number" ? client.processID : null;
}

async function otherBackendPid(url: string): Promise<number | null> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 2_000,
    query_timeout: 2_000,
  });
  client.on("error", () => {});
  try {
    await client.connect();
    return await backendPid(client);
  } catch {
    return null;
  } finally {
    await client.end().catch(() => {});
  }
}

async function cancelBackend(url: string, pid: number): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("select pg_cancel_backend($1)", [pid]);
  } finally {
    await client.end().catch(() => {});
  }
}

function connectFailure(url: string, error: unknown): ConnectionError {
  const { host, port, database, user } = describe(url);
  const code = sqlState(error);
  const reason = refusals[code ?? ""] ??
    (error instanceof Error && error.message !== "" ? error.message : "no answer");
  return new ConnectionError(
    `Cannot connect to PostgreSQL at ${host}:${port} (database "${database}", user "${user}"): ${reason}`,
    { service: "timescaledb", code, cause: error },
  );
}

function connectionLost(url: string, error: unknown): ConnectionError {
  const { host, port } = describe(url);
  const reason = error instanceof Error ? error.message : String(error);
  return new ConnectionError(
    `Cannot go on: the connection to PostgreSQL at ${host}:${port} was lost (${reason}); see that the server ` +
      "runs, then run it again",
    { service: "timescaledb", code: sqlState(error) ?? "08006", cause: error },
  );
}

function databaseUrl(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(database)}`;
  return other.href;
}

const refusals: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there; start the stack with deno task up, or set DATABASE_URL",
  ENOTFOUND: "the host name is not known; check POSTGRES_HOST or DATABASE_URL",
  "28P01": "the password is wrong; check POSTGRES_PASSWORD or DATABASE_URL",
  "28000": "the log-in was refused; check POSTGRES_USER and the server's pg_hba.conf",
  "3D000": "the database does not exist; create it, or check POSTGRES_DB",
  "53300": "the server has too many connections",
};

function describe(url: string): Record<"host" | "port" | "database" | "user", string> {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  return {
    host: parsed?.hostname ?? "?",
    port: parsed?.port || "5432",
    database: decodeURIComponent(parsed?.pathname.slice(1) ?? "?"),
    user: decodeURIComponent(parsed?.username ?? "?"),
  };
}
