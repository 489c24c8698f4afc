import { pg } from "../../base/driver/mod.ts";
import { ConnectionError } from "../../base/errors.ts";
import { redactUrl } from "../../base/settings/mod.ts";

/**
 * Runs work on a connection of its own that has sent no statement yet, as `psql -X` does:
 * TimescaleDB can only be updated by a session that has not loaded its old library.
 *
 * @throws {ConnectionError} If the server cannot be reached or refuses the log-in.
 */
export async function withRawClient<T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    application_name: "strata upgrade",
    connectionTimeoutMillis: 5_000,
    // An update that waits for another session makes everyone else wait behind it.
    options: "-c lock_timeout=10s -c statement_timeout=0",
  });
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (cause) {
    await client.end().catch(() => {});
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ConnectionError(
      `Cannot connect to "${redactUrl(url)}": ${why || "no answer"}, start the server or correct ` +
        "DATABASE_URL",
      { service: "timescaledb", code: "08001", cause },
    );
  }
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}

/** Returns the URL of another database on the same server. */
export function onDatabase(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(name)}`;
  return other.href;
}

/** Returns the name of a URL's database. */
export function databaseOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}
