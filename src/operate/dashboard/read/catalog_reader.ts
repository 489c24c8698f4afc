import type { Database } from "../../../database/mod.ts";
import { detectServer, type ServerInfo } from "../../../timescale/mod.ts";
import { observe, type Observed } from "../../observe/mod.ts";
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

/**
 * Makes the function that reads the catalog. The sizes of chunks cost the server more than all the
 * rest, so they are kept, and read anew now and then or where there is a new chunk.
 */
export function catalogReader(
  database: Pick<Database, "pool">,
  { timeoutMs, sizesMs }: CatalogReaderOptions,
): () => Promise<CatalogState> {
  const readOnly = readOnlyOn(database, timeoutMs * SIZES_TIMES);
  let [sizes, sizedAt] = [new Map<string, number>(), -Infinity];
  return () =>
    readOnly(async (client) => {
      const server = await detectServer(client);
      if (performance.now() - sizedAt < sizesMs) {
        const seen = withSizes(await observe(client, server, { sizes: false }), sizes);
        if (seen !== null) return { ...seen, server };
      }
      const seen = await observe(client, server);
      sizes = new Map(
        seen.hypertables.flatMap(({ chunks }) => chunks.map(({ name, bytes }) => [name, bytes])),
      );
      sizedAt = performance.now();
      return { ...seen, server };
    });
}

/** Adds the sizes that are known; null where one is not. */
function withSizes(seen: Observed, sizes: ReadonlyMap<string, number>): Observed | null {
  const isKnown = seen.hypertables.every(({ chunks }) =>
    chunks.every(({ name }) => sizes.has(name))
  );
  if (!isKnown) return null;
  return {
    ...seen,
    hypertables: seen.hypertables.map((table) => ({
      ...table,
      chunks: table.chunks.map((chunk) => ({ ...chunk, bytes: sizes.get(chunk.name) ?? 0 })),
    })),
  };
}
