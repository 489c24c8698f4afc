import type { PGlite } from "@electric-sql/pglite";
import { PgliteSocket } from "./_pglite_socket.ts";

interface Wired {
  readonly connection: { stream: unknown };
}

/** Connects a pool to a PGlite instead of a server. */
export function connectTo(engine: PGlite, pool: object): void {
  // as: the class of the pool's connections, which the driver's types leave out.
  const { Client } = pool as { Client: new (options: unknown) => Wired };
  const PgliteClient = class extends Client {
    constructor(options: unknown) {
      super(options);
      // The driver has created a socket but not opened it.
      this.connection.stream = new PgliteSocket(engine);
    }
  };
  Object.assign(pool, { Client: PgliteClient });
}
