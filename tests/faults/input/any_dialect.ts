import fc from "fast-check";

/** How a CSV is written. */
export interface Dialect {
  readonly delimiter: string;
  readonly quote: string;
  readonly decimal: "." | ",";
  /** The ends of lines, in turn. */
  readonly ends: readonly string[];
  readonly mark: boolean;
  readonly encoding: "utf-8" | "utf-16le";
  /** Whether every cell is quoted, not only those that must be. */
  readonly quoteAll: boolean;
  readonly endAtLast: boolean;
}

/** The dialects of published files. */
export const anyDialect: fc.Arbitrary<Dialect> = fc.record({
  delimiter: fc.constantFrom(",", ";", "\t", "|"),
  quote: fc.constantFrom('"', "'"),
  decimal: fc.constantFrom(".", ","),
  ends: fc.array(fc.constantFrom("\n", "\r\n"), { minLength: 1, maxLength: 3 }),
  mark: fc.boolean(),
  encoding: fc.constantFrom("utf-8", "utf-16le"),
  quoteAll: fc.boolean(),
  endAtLast: fc.boolean(),
});

/** Writes lines of cells in a dialect. */
export function writeCsv(lines: readonly (readonly string[])[], dialect: Dialect): Uint8Array {
  const { delimiter, quote, ends, quoteAll, endAtLast } = dialect;
  const cell = (text: string) => {
    const mustQuote = /[\r\n]/.test(text) || text.includes(delimiter) || text.includes(quote);
    return mustQuote || quoteAll
      ? `${quote}${text.replaceAll(quote, quote + quote)}${quote}`
      : text;
  };
  const text = lines.map((cells, place) => {
    const end = place < lines.length - 1 || endAtLast ? ends[place % ends.length] : "";
    return cells.map(cell).join(delimiter) + end;
  }).join("");
  // UTF-16 is told by its mark alone.
  const marked = dialect.mark || dialect.encoding === "utf-16le" ? `\uFEFF${text}` : text;
  if (dialect.encoding === "utf-8") return new TextEncoder().encode(marked);
  const units = Uint16Array.from({ length: marked.length }, (_, at) => marked.charCodeAt(at));
  return new Uint8Array(units.buffer);
}
