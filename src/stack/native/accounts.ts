import type pg from "pg";
import { ConfigError, StackError } from "../../base/errors.ts";
import type { PostgresSettings } from "../../base/settings/mod.ts";
import { quoteIdentifier, quoteLiteral } from "../../base/sql/mod.ts";
import { errorCode, type Login, withLogin } from "../login.ts";
import { ADMIN } from "./cluster.ts";

/**
 * Brings the user, the database and the extension in line with the settings: a password changed in
 * `.env` is changed in the server.
 */
export async function ensureAccounts(
  port: number,
  settings: PostgresSettings,
  administrator: { readonly password: string; readonly isNew: boolean },
): Promise<void> {
  const { user, db } = settings;
  if (user === ADMIN) {
    throw new StackError(
      `Cannot start "timescaledb": "${ADMIN}" is taken, set POSTGRES_USER to another`,
      {
        service: "timescaledb",
      },
    );
  }
  if (settings.password.isEmpty()) {
    throw new ConfigError(
      'Cannot start "timescaledb": its password is empty, set POSTGRES_PASSWORD to one',
    );
  }
  const login = { port, user, password: settings.password.reveal(), database: db };
  // A new cluster has no account yet: trying one would only leave an error in its log.
  if (!administrator.isNew && await canLogIn(login)) return;
  const admin = { port, user: ADMIN, password: administrator.password };
  await withLogin({ ...admin, database: "postgres" }, async (client) => {
    // A failing statement would be logged with the password in it.
    await client.query("set log_min_error_statement = panic; set log_statement = none");
    await ensureRole(client, user, login.password);
    const found = await client.query("select from pg_database where datname = $1", [db]);
    if (found.rowCount === 0) {
      await client.query(
        `create database ${quoteIdentifier(db)} owner ${quoteIdentifier(user)}`,
      );
    }
  });
  await withLogin({ ...admin, database: db }, async (client) => {
    await client.query("create extension if not exists timescaledb");
  });
}

async function ensureRole(client: pg.Client, user: string, password: string): Promise<void> {
  const found = await client.query("select from pg_roles where rolname = $1", [user]);
  const verb = found.rowCount === 0 ? "create" : "alter";
  // A superuser, like the user of the official images: it creates extensions and databases.
  await client.query(
    `${verb} role ${quoteIdentifier(user)} superuser login password ${quoteLiteral(password)}`,
  );
}

/** The database has a TimescaleDB whose library is gone: its next update mends that. */
const LIBRARY_GONE = "58P01";

// Wrong password or no such role, not permitted, no such database: what may be wrong with an
// account.
const LACKING = new Set(["28P01", "28000", "3D000"]);

async function canLogIn(login: Login): Promise<boolean> {
  try {
    return await withLogin(login, async (client) => {
      const found = await client.query("select from pg_extension where extname = 'timescaledb'");
      return found.rowCount === 1;
    });
  } catch (error) {
    if (LACKING.has(errorCode(error))) return false;
    if (errorCode(error) === LIBRARY_GONE) return true;
    throw error;
  }
}
