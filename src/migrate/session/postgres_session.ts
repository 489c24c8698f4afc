import { pg } from "../../base/driver/mod.ts";
import { ConfigError, ConnectionError } from "../../base/errors.ts";
import { searchPathSql } from "../../timescale/extension_schema.ts";
import { detectPooling } from "./detect_pooling.ts";
import { pooledSession } from "./pooled_session.ts";
import { isConnectionLost, type MigrationSession, sqlState } from "./session.ts";

/** Options for opening a migrator's connections. */
export interface PostgresSessionOptions {
  /** How long connecting may take, in milliseconds; 5,000 by default. */
  readonly connectTimeoutMs?: number;
  /** The name that `pg_stat_activity` shows. */
  readonly applicationName?: string;
  /** The session's `statement_timeout` in milliseconds; 0, the default, for none. */
  readonly statementTimeoutMs?: number;
}

/**
 * Opens a migrator's session to PostgreSQL, on its own connection. If the client is killed, the
 * server ends the session within half a second, instead of finishing the statement and keeping the
 * lock. Through a pooler in transaction mode, the session can only read.
 *
 * @throws {ConnectionError} If the server cannot be reached or refuses the login.
 * @throws {ConfigError} If the TLS parameters of the URL cannot be used.
 */
export async function openPostgresSession(
  url: string,
  options: PostgresSessionOptions = {},
): Promise<MigrationSession> {
  const { connectTimeoutMs = 5_000, applicationName = "strata migrate", statementTimeoutMs = 0 } =
    options;
  const client = newClient({
    connectionString: driverUrl(url),
    application_name: applicationName,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
  });
  // A connection that dies while idle reports here. The next query fails with the same error.
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

function newClient(config: pg.ClientConfig): pg.Client {
  try {
    return new pg.Client(config);
  } catch (cause) {
    // The driver reads the files of the URL, and knows no verify-ca without an authority.
    throw new ConfigError(
      "Cannot use the TLS parameters of the database URL: name a file with the certificate " +
        "authority (DB_SSL_CA or sslrootcert) that can be read, or use verify-full",
      { cause },
    );
  }
}

/** Creates a session that keeps its backend until it is closed. */
async function ownSession(
  client: pg.Client,
  url: string,
  options: { readonly statementTimeoutMs: number; readonly isBorrowed: boolean },
): Promise<MigrationSession> {
  await client.query(sessionSettings(options.statementTimeoutMs).join("; "));
  // Servers on platforms without this check refuse the setting. It is optional.
  await client.query("set client_connection_check_interval = '500ms'").catch(() => {});
  const pid = await backendPid(client);
  return {
    query: (text, values) => ask(client, url, { text, values }),
    cancel: () => cancelBackend(url, pid),
    [Symbol.asyncDispose]: async () => {
      // The pooler lends the backend to another client next.
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
  // as: the caller names the row type, as with every driver.
  return { rows: rows as Row[] };
}

function sessionSettings(statementTimeoutMs: number): string[] {
  return [
    `set statement_timeout = ${Math.max(0, Math.trunc(statementTimeoutMs))}`,
    "set idle_in_transaction_session_timeout = '60s'",
    // Limits set for the role or the database could end a migration half-way. Old servers lack
    // them.
    `select pg_catalog.set_config(name, '0', false) from pg_catalog.pg_settings
     where name in ('transaction_timeout', 'idle_session_timeout')`,
    "set client_min_messages = 'warning'",
    "set timezone = 'UTC'",
    // By default, a schema named like the role would come first and get the tables.
    searchPathSql({ isLocal: false }),
  ];
}

async function backendPid(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  return rows[0]?.pid ?? 0;
}

/** Returns the process id reported at login; the driver keeps it, but its types omit it. */
function loginPid(client: pg.Client): number | null {
  return "processID" in client && typeof client.processID === "number" ? client.processID : null;
}

async function otherBackendPid(url: string): Promise<number | null> {
  const client = new pg.Client({
    connectionString: driverUrl(url),
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
  const client = new pg.Client({
    connectionString: driverUrl(url),
    connectionTimeoutMillis: 2_000,
  });
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
    `Cannot continue: the connection to PostgreSQL at ${host}:${port} was lost (${reason}); check that the server ` +
      "runs, then try again",
    { service: "timescaledb", code: sqlState(error) ?? "08006", cause: error },
  );
}

/** Has the driver read `sslmode` as libpq and the pool do: by itself, it takes each for verify-full. */
function driverUrl(url: string): string {
  if (!/[?&]sslmode=/.test(url) || /[?&]uselibpqcompat=/.test(url)) return url;
  return `${url}&uselibpqcompat=true`;
}

function databaseUrl(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(database)}`;
  return other.href;
}

const refusals: Readonly<Record<string, string>> = {
  ECONNREFUSED: "no server listens there; start the stack with deno task up, or set DATABASE_URL",
  ENOTFOUND: "the host name is unknown; check POSTGRES_HOST or DATABASE_URL",
  "28P01": "the password is wrong; check POSTGRES_PASSWORD or DATABASE_URL",
  "28000": "the login was refused; check POSTGRES_USER and the server's pg_hba.conf",
  "3D000": "the database does not exist; create it, or check POSTGRES_DB",
  "53300": "the server has no free connection; close some, or raise its max_connections",
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
