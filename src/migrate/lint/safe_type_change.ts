/**
 * Answers whether a column changes its type without a rewrite and without a loss: a longer `varchar`, a
 * `numeric` of the same scale and more digits, `text` for `varchar`. Types are written as the parser
 * gives them.
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

/** A limit covers another where it is none, or no smaller. */
function covers(limit: number | undefined, other: number | undefined): boolean {
  return limit === undefined || (other !== undefined && limit >= other);
}
