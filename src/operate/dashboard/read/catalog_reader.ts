import type { Database } from "../../../database/mod.ts";
import { detectServer, type ServerInfo } from "../../../timescale/mod.ts";
import { createObserver, type Observed } from "../../observe/mod.ts";
import { readOnlyOn } from "./read_only.ts";

/** What TimescaleDB's catalog tells, and which server it is. */
export interface CatalogState extends Observed {
  readonly server: ServerInfo;
}

/** Options of {@linkcode catalogReader}. */
export interface CatalogReaderOptions {
  readonly timeoutMs: number;
  /** How long the sizes of chunks are kept, in milliseconds. */
  readonly sizesMs: number;
}

/** Sizes are asked of the file system: thousands of them take longer than all the rest. */
const SIZES_TIMES = 4;

/** Makes the function that reads the catalog, in a transaction that cannot write. */
export function catalogReader(
  database: Pick<Database, "pool">,
  { timeoutMs, sizesMs }: CatalogReaderOptions,
): () => Promise<CatalogState> {
  const readOnly = readOnlyOn(database, timeoutMs * SIZES_TIMES);
  const read = createObserver({ sizesMs });
  return () =>
    readOnly(async (client) => {
      const server = await detectServer(client);
      return { ...await read(client, server), server };
    });
}
