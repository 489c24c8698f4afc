import type {
  ChunkState,
  ObservedChunk,
  ObservedHypertable,
} from "../../../../src/operate/observe/mod.ts";

const DAY = 86_400_000;

/** The start of the first chunk. */
export const START = Date.UTC(2024, 0, 1);

/** A chunk of a day, so many days after the first. */
export function chunkOf(day: number, options: Partial<ObservedChunk> = {}): ObservedChunk {
  const state: ChunkState = options.state ?? "compressed";
  return {
    name: `_timescaledb_internal._hyper_1_${day}_chunk`,
    from: START + day * DAY,
    to: START + (day + 1) * DAY,
    hasOldSettings: false,
    bytes: 1_000,
    rows: 10,
    compression: null,
    ...options,
    state,
  };
}

/** A hypertable with chunks of a day. */
export function tableOf(
  chunks: readonly ObservedChunk[],
  options: Partial<ObservedHypertable> = {},
): ObservedHypertable {
  return {
    relation: { schema: "public", name: "readings" },
    isAggregate: false,
    timeColumn: "time",
    chunkInterval: "1 day",
    columnstore: { segmentBy: "sensor", orderBy: "time" },
    chunks,
    ...options,
  };
}
