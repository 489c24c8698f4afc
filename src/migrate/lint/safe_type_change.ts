/**
 * Tells whether a change of a column's type needs no rewrite and loses nothing: a longer `varchar`,
 * `text` instead of `varchar`, or a `numeric` with more digits and the same scale. Types are in the
 * form of the parser.
 */
export function isSafeTypeChange(before: string, after: string): boolean {
  if (before === after) return true;
  const from = parseType(before);
  const to = parseType(after);
  if (from === null || to === null) return false;
  const texts = ["varchar", "text"];
  if (texts.includes(from.name) && texts.includes(to.name)) {
    return covers(to.sizes[0], from.sizes[0]);
  }
  if (from.name !== to.name) return false;
  if (from.name === "numeric") {
    return to.sizes.length === 0 ||
      (from.sizes.length > 0 && covers(to.sizes[0], from.sizes[0]) &&
        (to.sizes[1] ?? 0) === (from.sizes[1] ?? 0));
  }
  return ["timestamptz", "timestamp", "varbit"].includes(from.name) &&
    covers(to.sizes[0], from.sizes[0]);
}

interface ParsedType {
  readonly name: string;
  readonly sizes: readonly number[];
}

function parseType(text: string): ParsedType | null {
  const match = /^([a-z_]\w*)(?:\((\d+(?:,\d+)*)\))?$/.exec(text);
  if (match === null) return null;
  return { name: match[1] ?? "", sizes: match[2]?.split(",").map(Number) ?? [] };
}

/** Tells whether everything within the second limit is within the first; undefined is no limit. */
function covers(limit: number | undefined, other: number | undefined): boolean {
  return limit === undefined || (other !== undefined && limit >= other);
}
