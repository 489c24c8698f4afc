import { connect } from "node:net";
import type pg from "pg";
import type { Database } from "../../database/mod.ts";
import type { ConnectionSource } from "../columns/mod.ts";

/**
 * Returns the connections that reads run on: the replicas' in turn, or the primary's. Where one is
 * closed in the middle of a statement, the server is asked to end that, which it would not notice
 * while it sorts or sums.
 */
export function readSource(database: Pick<Database, "pool" | "replica">): ConnectionSource {
  // as: Drizzle keeps the pool that it runs on under this name.
  const { $client } = database.replica as { readonly $client?: ConnectionSource };
  const source = $client ?? database.pool;
  return {
    async connect() {
      const client = await lend(source);
      const release = client.release;
      client.release = (destroy) => {
        if (destroy) cancel(client);
        release.call(client, destroy);
      };
      return client;
    },
  };
}

/** Takes a connection without the pauses of a pool that waits for its server: a client asks again. */
async function lend(source: ConnectionSource | LeasingPool): Promise<pg.PoolClient> {
  return "lease" in source ? await source.lease({ attempts: 1 }) : await source.connect();
}

/** The part of this package's pool that node-postgres's has not. */
interface LeasingPool {
  lease(options: { readonly attempts: number }): Promise<pg.PoolClient>;
}

/** The code of a CancelRequest: PostgreSQL's documentation, "Message Formats". */
const CANCEL = 80_877_102;

/**
 * Sends a CancelRequest with the session's own key, so that it ends nothing else. It is best effort:
 * the statement has its time limit as well.
 */
function cancel(client: pg.PoolClient): void {
  // as: fields of the driver that its types leave out.
  const { host, port, processID, secretKey } = client as unknown as Partial<SessionKey>;
  if (!processID || !secretKey || host === undefined || port === undefined) return;
  const request = new DataView(new ArrayBuffer(16));
  [16, CANCEL, processID, secretKey].forEach((word, place) => request.setInt32(4 * place, word));
  const socket = host.startsWith("/") ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
  socket.setTimeout(1_000, () => socket.destroy());
  // The statement then ends by its time limit.
  socket.on("error", () => socket.destroy());
  socket.end(new Uint8Array(request.buffer));
}

interface SessionKey {
  readonly host: string;
  readonly port: number;
  readonly processID: number;
  readonly secretKey: number;
}
