import { createServer, type Server, type Socket } from "node:net";
import { PGlite } from "@electric-sql/pglite";
import { PGLiteSocketHandler, type PGLiteSocketHandlerOptions } from "@electric-sql/pglite-socket";
import { QueryQueue } from "./query_queue.ts";
import { errorResponse } from "./wire.ts";

/** A database that listens on a port. */
export interface EmbeddedServer extends AsyncDisposable {
  /** The port. */
  readonly port: number;
}

/** Options of {@linkcode serveDatabase}. */
export interface ServeOptions {
  /** The data folder; created if missing. */
  readonly folder: string;
  /** The port of the loopback address; 0 takes any. */
  readonly port: number;
  /** How many clients may connect at once. */
  readonly maxClients?: number;
  /** Receives the errors of clients. */
  readonly log?: (line: string) => void;
}

/** Opens the database and serves it until it is disposed. */
export async function serveDatabase(options: ServeOptions): Promise<EmbeddedServer> {
  const { folder, port, maxClients = 100, log = () => {} } = options;
  const database = await openDatabase(folder);
  const queue = new QueryQueue(database, log);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    if (sockets.size >= maxClients) {
      socket.end(errorResponse("53300", "sorry, too many clients already"));
      return;
    }
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    void accept(socket, queue);
  });
  await listen(server, port);
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      await database.close();
    },
  };
}

async function openDatabase(folder: string): Promise<PGlite> {
  if (!await isFolder(folder)) {
    // Created under another name, so that an interrupted start leaves no half-made database.
    const unfinished = `${folder}.new`;
    await Deno.remove(unfinished, { recursive: true }).catch(ignoreMissing);
    await (await PGlite.create(unfinished)).close();
    await Deno.rename(unfinished, folder);
  }
  return await PGlite.create(folder);
}

async function accept(socket: Socket, queue: QueryQueue): Promise<void> {
  // The handler calls only methods that our class has; the library does not export its own class.
  const queryQueue = queue as unknown as PGLiteSocketHandlerOptions["queryQueue"];
  await new PGLiteSocketHandler({ queryQueue, closeOnDetach: true }).attach(socket);
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve());
  });
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isDirectory;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
