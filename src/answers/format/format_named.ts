import type { Format, FormatName } from "./format.ts";

const formats: Readonly<Record<FormatName, () => Promise<Format>>> = {
  csv: async () => (await import("./csv.ts")).csv,
  jsonl: async () => (await import("./json_lines.ts")).jsonLines,
  parquet: async () => (await import("./parquet.ts")).parquet,
  arrow: async () => (await import("./arrow.ts")).arrow,
};

/** The names of the formats. */
// as: the keys of a record are its type's.
export const formatNames: readonly FormatName[] = Object.keys(formats) as FormatName[];

/** Loads a format: the libraries of Parquet and Arrow only where one of them is asked for. */
export async function formatNamed(name: FormatName): Promise<Format> {
  return await formats[name]();
}

/** Returns the format that the end of a file's name tells; undefined where it tells none. */
export function formatOfFile(path: string): FormatName | undefined {
  const ending = /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? "";
  return byEnding[ending];
}

const byEnding: Readonly<Record<string, FormatName>> = {
  csv: "csv",
  jsonl: "jsonl",
  ndjson: "jsonl",
  parquet: "parquet",
  pq: "parquet",
  arrow: "arrow",
  feather: "arrow",
  ipc: "arrow",
};
