// @ts-types="@types/pg"
import pg from "pg";
import { quoteIdentifier } from "../../src/base/sql/mod.ts";

/** An empty database of one test; disposing drops it, even with open connections. */
export interface ThrowawayDatabase extends AsyncDisposable {
  /** Its unique name. */
  readonly name: string;
  /** Its URL, with the user and password of the server's URL. */
  readonly url: string;
  /** A connection to it, closed together with it. */
  readonly client: pg.Client;
}

/** Options of {@linkcode throwawayDatabase}. */
export interface ThrowawayOptions {
  /** Whether the extension `timescaledb` is created in it. */
  readonly timescaledb?: boolean;
  /** Whether sessions keep the server's own search path; by default they find `public` alone. */
  readonly serverSearchPath?: boolean;
}

/**
 * Creates a database on a server; `url` names the server and the database for the first connection.
 */
export async function throwawayDatabase(
  url: string,
  options: ThrowawayOptions = {},
): Promise<ThrowawayDatabase> {
  const name = `strata_test_${crypto.randomUUID().replaceAll("-", "").slice(0, 16)}`;
  // template0 has no connections that could prevent a copy.
  await administer(url, `create database ${quoteIdentifier(name)} template template0`);
  const drop = () =>
    administer(url, `drop database if exists ${quoteIdentifier(name)} with (force)`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  try {
    // A session that is open before the schema "strata" is made would go on in it, if its user has
    // that name: tests connect first and migrate then.
    if (own.username === "strata" && options.serverSearchPath !== true) {
      await administer(
        url,
        `alter role strata in database ${quoteIdentifier(name)} set search_path = public`,
      );
    }
    const client = await openClient(own.href);
    // The extension requires its own statement on a new connection.
    if (options.timescaledb) await client.query("create extension timescaledb");
    return {
      name,
      url: own.href,
      client,
      async [Symbol.asyncDispose]() {
        await client.end();
        await drop();
      },
    };
  } catch (error) {
    await drop();
    throw error;
  }
}

/** Runs a function with a throwaway database. */
export async function withDatabase<T>(
  url: string,
  run: (databaseUrl: string, client: pg.Client) => Promise<T>,
): Promise<T> {
  await using database = await throwawayDatabase(url);
  return await run(database.url, database.client);
}

/** Connects to a database; the caller ends the client. */
export async function openClient(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // A test may have the server end this connection: the next query reports it, so the event is
  // ignored.
  client.on("error", () => {});
  await client.connect();
  return client;
}

async function administer(url: string, statement: string): Promise<void> {
  const client = await openClient(url);
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
