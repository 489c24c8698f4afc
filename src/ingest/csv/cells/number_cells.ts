import { CellFault, type CellReader } from "./cell_fault.ts";
import type { CellStyle } from "./cell_style.ts";
import { flaggedCell } from "./flags.ts";
import { numberReader } from "./number_text.ts";

/** Makes the reader of cells that hold numbers, of whose plain text `make` makes the value. */
export function numberCellReader(
  style: CellStyle,
  make: (plain: string, text: string) => unknown,
): CellReader {
  const { decimal, thousands, flagCount, missing } = style;
  const number = numberReader({ decimal, thousands });
  const wanted = `a number with "${decimal}" before its decimals and ` +
    (thousands === undefined ? "no separators of thousands" : `"${thousands}" between thousands`);
  return (text) => {
    const plain = number(text);
    if (plain !== undefined) return make(plain, text);
    if (text === ":" && flagCount !== undefined) return null;
    const flagged = flaggedCell(text);
    if (flagged === undefined || flagCount === undefined) {
      return new CellFault(text, wanted, remedyOf(text, style));
    }
    const { value, flag } = flagged;
    const isAlone = value === "" || missing.includes(value);
    const before = isAlone ? undefined : number(value);
    if (!isAlone && before === undefined) {
      return new CellFault(text, wanted, remedyOf(value, style));
    }
    flagCount.seen.add(flag);
    if (before === undefined) flagCount.alone++;
    else flagCount.behind++;
    return before === undefined ? null : make(before, text);
  };
}

/** What helps all cells that are written like one. */
function remedyOf(text: string, { decimal, thousands, flagCount }: CellStyle): string | undefined {
  const other = decimal === "." ? "," : ".";
  if (/^(null|nan|n\/?a|none|-+|–|—|:)$/i.test(text)) {
    return `missing (--missing=${text}) says which cells hold nothing, and skipEmpty (--skip-empty) ` +
      "skips lines without a number";
  }
  if (flagCount === undefined && flaggedCell(text) !== undefined) {
    return "flags (--flags) takes letters behind values for flags, and leaves them out";
  }
  if (thousands === undefined && /\d[ \u00a0\u202f'’]\d{3}/.test(text)) {
    return `thousands (--thousands="${
      text.includes("'") || text.includes("’") ? "'" : " "
    }") says ` +
      "what groups digits";
  }
  if (!text.includes(other)) return undefined;
  return `decimal (--decimal=${other}) says what sets off decimals, and thousands ` +
    `(--thousands=${other}) what groups digits`;
}
