import type { OrderColumn } from "../../timescale/mod.ts";

/** An entry of orderby as a migration writes it: `time desc`, `symbol`. */
export function formatOrder(entry: OrderColumn): string {
  return entry.direction === "desc" ? `${entry.column} desc` : entry.column;
}

/** The column and direction of an entry as a migration writes it. */
export function toOrderColumn(entry: string): OrderColumn {
  return entry.endsWith(" desc")
    ? { column: entry.slice(0, -" desc".length), direction: "desc" }
    : { column: entry, direction: "asc" };
}

/** Reads orderby as `hypertable_columnstore_settings` prints it: `"time" DESC,symbol NULLS FIRST`. */
export function readOrder(text: string): readonly string[] {
  return [...text.matchAll(entryPattern)].map(([, quoted, bare, direction, nulls]) =>
    [
      quoted?.replaceAll('""', '"') ?? bare ?? "",
      ...(direction === undefined ? [] : ["desc"]),
      ...(nulls === undefined ? [] : [nulls.toLowerCase()]),
    ].join(" ")
  );
}

const entryPattern = /(?:"((?:[^"]|"")+)"|([^",\s]+))( DESC)?(?: (NULLS (?:FIRST|LAST)))?(?:,|$)/g;
