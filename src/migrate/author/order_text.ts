import type { OrderColumn } from "../../timescale/mod.ts";

/**
 * Reads an entry of orderby: `time desc`, `symbol`. A column with a space or a quote in its name stands
 * in double quotes: `"Trade Time" desc`.
 *
 * @throws {TypeError} Where it is none.
 */
export function parseOrder(entry: string): OrderColumn {
  const [, quoted, bare, direction = "asc"] = entryPattern.exec(entry.trim()) ?? [];
  const column = quoted?.replaceAll('""', '"') ?? bare;
  if (column === undefined) {
    throw new TypeError(
      `Cannot order by "${entry}": write "column", "column asc" or "column desc", a column with a ` +
        "space in its name in double quotes",
    );
  }
  return { column, direction: direction === "desc" ? "desc" : "asc" };
}

/** Writes an entry of orderby as {@linkcode parseOrder} reads it. */
export function formatOrder({ column, direction }: OrderColumn): string {
  const name = /[\s"]/.test(column) ? `"${column.replaceAll('"', '""')}"` : column;
  return direction === "desc" ? `${name} desc` : name;
}

const entryPattern = /^(?:"((?:[^"]|"")+)"|([^\s"]+))(?:\s+(asc|desc))?$/;
