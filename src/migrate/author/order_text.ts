import type { OrderColumn } from "../../timescale/mod.ts";

/**
 * Parses an `orderBy` entry such as `symbol` or `time desc`. A column name that contains a space or
 * a quote is written in double quotes: `"Trade Time" desc`.
 *
 * @throws {TypeError} If the text is not such an entry.
 */
export function parseOrder(entry: string): OrderColumn {
  const [, quoted, bare, direction = "asc"] = entryPattern.exec(entry.trim()) ?? [];
  const column = quoted?.replaceAll('""', '"') ?? bare;
  if (column === undefined) {
    throw new TypeError(
      `Cannot order by "${entry}": write "column", "column asc" or "column desc", with double quotes ` +
        "around a name that contains a space",
    );
  }
  return { column, direction: direction === "desc" ? "desc" : "asc" };
}

/** Formats an `orderBy` entry so that {@linkcode parseOrder} can parse it. */
export function formatOrder({ column, direction }: OrderColumn): string {
  const name = /[\s"]/.test(column) ? `"${column.replaceAll('"', '""')}"` : column;
  return direction === "desc" ? `${name} desc` : name;
}

const entryPattern = /^(?:"((?:[^"]|"")+)"|([^\s"]+))(?:\s+(asc|desc))?$/;
