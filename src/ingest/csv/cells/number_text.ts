/** Reads numbers as a file writes them. */
export interface NumberStyle {
  readonly decimal: "." | ",";
  readonly thousands: string | undefined;
}

/**
 * Makes a function that gives a number as JavaScript writes it, `-1234.5`, or undefined where a text is
 * none in that style: `1,234` is one thousand and some to one source and one and a bit to another.
 */
export function numberReader(
  { decimal, thousands }: NumberStyle,
): (text: string) => string | undefined {
  const point = RegExp.escape(decimal);
  const plain = new RegExp(`^[+-]?(?:\\d+(?:${point}\\d*)?|${point}\\d+)(?:[eE][+-]?\\d{1,3})?$`);
  const group = thousands === undefined ? undefined : alike[thousands] ?? RegExp.escape(thousands);
  const grouped = group === undefined
    ? undefined
    : new RegExp(`^[+-]?\\d{1,3}(?:${group}\\d{3})+(?:${point}\\d*)?$`);
  return (text) => {
    if (plain.test(text)) return decimal === "." ? text : text.replace(",", ".");
    if (group === undefined || grouped?.test(text) !== true) return undefined;
    return text.replaceAll(new RegExp(group, "g"), "").replace(decimal, ".");
  };
}

/** Where people see a blank, files have one that does not break, broad or narrow. */
const alike: Readonly<Record<string, string>> = {
  " ": "[ \\u00a0\\u202f]",
  "'": "['’]",
};
