import { pg } from "../base/driver/mod.ts";
import { LOOPBACK } from "./ports.ts";

/** What it takes to log in to a database of the stack. */
export interface Login {
  /** The port of the loopback address. */
  readonly port: number;
  /** The user. */
  readonly user: string;
  /** The password. */
  readonly password: string;
  /** The database. */
  readonly database: string;
}

/** Runs the work on a new connection. */
export async function withLogin<T>(
  login: Login,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ host: LOOPBACK, ...login, connectionTimeoutMillis: 5_000 });
  // A broken connection also rejects its query; without a listener, the event would end the
  // process.
  client.on("error", () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Returns the SQLSTATE or the system's code of an error. */
export function errorCode(error: unknown): string {
  if (typeof error !== "object" || error === null || !("code" in error)) return "";
  return String(error.code);
}
