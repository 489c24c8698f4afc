/** How a file writes numbers. */
export interface NumberStyle {
  readonly decimal: "." | ",";
  readonly thousands: string | undefined;
}

/**
 * Creates a function that rewrites a number as JavaScript writes it, `-1234.5`, or returns
 * undefined if a text is not a number in that style: `1,234` is above a thousand in one style and
 * just above one in another.
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

/** Characters that look like a separator: no-break spaces, and the typographic apostrophe. */
const alike: Readonly<Record<string, string>> = {
  " ": "[ \\u00a0\\u202f]",
  "'": "['’]",
};
