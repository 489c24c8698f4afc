/**
 * A text of the server's (`CHECK ((volume >= 0))`) in this package's style: lower case and without
 * the schema `public`, outside of quotes. Names with capitals are quoted, so none is changed.
 */
export function lowerSql(text: string): string {
  return text
    .split(/('(?:[^']|'')*'|"(?:[^"]|"")*")/)
    .map((piece, i) => i % 2 === 1 ? piece : piece.toLowerCase().replaceAll(/\bpublic\./g, ""))
    .join("");
}
