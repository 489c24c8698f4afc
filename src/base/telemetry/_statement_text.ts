import type { SqlToken } from "./_sql_tokens.ts";

/** The longest text that is shown. */
const LONGEST = 4_096;

/** Writes a statement with a `?` for each literal, without comments and needless blanks. */
export function shownText(tokens: readonly SqlToken[]): string {
  let text = "";
  for (const { kind, text: piece } of tokens) {
    if (kind === "gap") {
      if (text !== "" && !text.endsWith(" ")) text += " ";
    } else text += kind === "literal" ? "?" : withoutChance(piece);
    if (text.length > LONGEST) return `${text.slice(0, LONGEST)}…`;
  }
  return text.trimEnd();
}

/** Temporary tables of this package end with letters by chance, which would be a name each. */
export function withoutChance(name: string): string {
  return name.startsWith('"strata_stage_') || name.startsWith("strata_stage_")
    ? "strata_stage_?"
    : name;
}
