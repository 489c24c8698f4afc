// @ts-types="@types/pg"
import pg from "pg";
import { quoteIdentifier } from "../../src/base/sql/mod.ts";

/** An empty database of a test's own; disposing of it drops it with every connection. */
export interface ThrowawayDatabase extends AsyncDisposable {
  /** Its name, never used before. */
  readonly name: string;
  /** Its URL, with the user and password of the server's. */
  readonly url: string;
  /** A connection to it that is closed with it. */
  readonly client: pg.Client;
}

/** What a throw-away database begins with. */
export interface ThrowawayOptions {
  /** Whether the extension `timescaledb` is created in it. */
  readonly timescaledb?: boolean;
}

/** Creates a database on a server; `url` names the server and any database to connect to first. */
export async function throwawayDatabase(
  url: string,
  options: ThrowawayOptions = {},
): Promise<ThrowawayDatabase> {
  const name = `strata_test_${crypto.randomUUID().replaceAll("-", "").slice(0, 16)}`;
  // template0 has no connections that could stand in the way of a copy.
  await administer(url, `create database ${quoteIdentifier(name)} template template0`);
  const drop = () =>
    administer(url, `drop database if exists ${quoteIdentifier(name)} with (force)`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  try {
    const client = await openClient(own.href);
    // Its own statement on a fresh connection, as the extension wants it.
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

/** Runs a function with a throw-away database. */
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
  // A test may have the server end this connection: the next query says so, the event need not.
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
