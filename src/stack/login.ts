import { pg } from "../base/driver/mod.ts";
import { LOOPBACK } from "./ports.ts";

/** What logging in to a database of the stack takes. */
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

/** Runs the work on a connection of its own. */
export async function withLogin<T>(
  login: Login,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ host: LOOPBACK, ...login, connectionTimeoutMillis: 5_000 });
  // A connection that breaks rejects its query as well; unheard, the event would end the process.
  client.on("error", () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Gives the SQLSTATE or the system's code of an error. */
export function errorCode(error: unknown): string {
  if (typeof error !== "object" || error === null || !("code" in error)) return "";
  return String(error.code);
}
