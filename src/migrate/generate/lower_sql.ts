/**
 * Converts a definition from the server (`CHECK ((volume >= 0))`) to this package's style: in lower
 * case and without the schema `public`, outside quotes. Names do not change, since those with
 * capitals are quoted.
 */
export function lowerSql(text: string): string {
  return text
    .split(/('(?:[^']|'')*'|"(?:[^"]|"")*")/)
    .map((piece, i) => i % 2 === 1 ? piece : piece.toLowerCase().replaceAll(/\bpublic\./g, ""))
    .join("");
}
