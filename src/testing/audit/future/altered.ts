import { quoteIdentifier } from "../../../base/sql/mod.ts";

/**
 * Which way values go: a mean, a maximum and a sign need both ways. Where they are kept, rows are
 * written again all the same, and then lie in other places.
 */
export type Direction = "raised" | "lowered" | "kept";

/** Writes a figure of any sign, altered by more than its own size. */
export function alteredFigure(column: string, direction: Direction): string {
  const name = quoteIdentifier(column);
  if (direction === "kept") return name;
  const sign = direction === "raised" ? "+" : "-";
  // Near the largest number there is no room to add.
  return `case when abs(${name}) < 1e30 then ${name} ${sign} (10 * abs(${name}) + 1) else 0 end`;
}

/** Writes an amount, altered so that it keeps its sign, and the larger of two stays the larger. */
export function alteredAmount(column: string, direction: Direction): string {
  const name = quoteIdentifier(column);
  if (direction === "kept") return name;
  return `case when abs(${name}) < 1e30 then ${name} ${direction === "raised" ? "*" : "/"} 7 end`;
}

/** Writes an instant, altered by a day. */
export function alteredInstant(column: string, direction: Direction): string {
  if (direction === "kept") return quoteIdentifier(column);
  const sign = direction === "raised" ? "+" : "-";
  return `${quoteIdentifier(column)} ${sign} interval '1 day'`;
}
