import type { Queryable } from "../../base/sql/mod.ts";
import { observe } from "./observe.ts";
import type { Observed } from "./observed.ts";

/** Reads the state again and again. */
export type Observer = (
  client: Queryable,
  server: { readonly timescaledb: string | null },
) => Promise<Observed>;

/**
 * Makes a reader for who looks every few seconds. The sizes of chunks cost the server more than all
 * the rest, so they are kept for `sizesMs`, or until there is a new chunk.
 */
export function createObserver({ sizesMs }: { readonly sizesMs: number }): Observer {
  let [sizes, sizedAt] = [new Map<string, number>(), -Infinity];
  return async (client, server) => {
    if (performance.now() - sizedAt < sizesMs) {
      const seen = withSizes(await observe(client, server, { sizes: false }), sizes);
      if (seen !== null) return seen;
    }
    const seen = await observe(client, server);
    sizes = new Map(
      seen.hypertables.flatMap(({ chunks }) => chunks.map(({ name, bytes }) => [name, bytes])),
    );
    sizedAt = performance.now();
    return seen;
  };
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
