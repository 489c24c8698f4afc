import { CellFault, type CellReader } from "./cell_fault.ts";
import type { CellStyle } from "./cell_style.ts";
import { flaggedCell } from "./flags.ts";
import { numberReader } from "./number_text.ts";

/** Creates the reader of cells that hold numbers; `make` makes the value from its plain text. */
export function numberCellReader(
  style: CellStyle,
  make: (plain: string, text: string) => unknown,
): CellReader {
  const { decimal, thousands, flagCount, missing } = style;
  const number = numberReader({ decimal, thousands });
  const wanted = `a number with "${decimal}" as decimal separator and ` +
    (thousands === undefined ? "no thousands separator" : `"${thousands}" as thousands separator`);
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

/** Suggests an option for cells that are written like this one. */
function remedyOf(text: string, { decimal, thousands, flagCount }: CellStyle): string | undefined {
  const other = decimal === "." ? "," : ".";
  if (/^(null|nan|n\/?a|none|-+|–|—|:)$/i.test(text)) {
    return `missing (--missing=${text}) names cells without a value, and skipEmpty (--skip-empty) ` +
      "skips lines without any number";
  }
  if (flagCount === undefined && flaggedCell(text) !== undefined) {
    return "flags (--flags) drops letters after values, as flags";
  }
  if (thousands === undefined && /\d[ \u00a0\u202f'’]\d{3}/.test(text)) {
    return `thousands (--thousands="${
      text.includes("'") || text.includes("’") ? "'" : " "
    }") sets ` +
      "the thousands separator";
  }
  if (!text.includes(other)) return undefined;
  return `decimal (--decimal=${other}) sets the decimal separator, and thousands ` +
    `(--thousands=${other}) the thousands separator`;
}
