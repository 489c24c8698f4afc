import type { PGlite } from "@electric-sql/pglite";
import { PgliteSocket } from "./_pglite_socket.ts";

interface Wired {
  readonly connection: { stream: unknown };
}

/** Has every connection of a pool end in a PGlite instead of a server. */
export function connectTo(engine: PGlite, pool: object): void {
  // as: the class that the pool makes its connections of, which the driver's types leave out.
  const { Client } = pool as { Client: new (options: unknown) => Wired };
  const PgliteClient = class extends Client {
    constructor(options: unknown) {
      super(options);
      // The driver has made a socket and not opened it.
      this.connection.stream = new PgliteSocket(engine);
    }
  };
  Object.assign(pool, { Client: PgliteClient });
}
