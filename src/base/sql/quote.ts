/**
 * Quotes an identifier for SQL, part by part: `quoteIdentifier("public", "ohlcv")` gives
 * `"public"."ohlcv"`.
 *
 * @throws {TypeError} If a part is empty, longer than PostgreSQL's 63 bytes, or holds a NUL.
 */
export function quoteIdentifier(...parts: readonly string[]): string {
  return parts.map(quotePart).join(".");
}

/**
 * Quotes a text as an SQL literal. Only for statements that take no parameters (DDL): elsewhere
 * values are sent as parameters.
 *
 * @throws {TypeError} If the text holds a NUL, which PostgreSQL cannot store.
 */
export function quoteLiteral(text: string): string {
  if (text.includes("\0")) {
    throw new TypeError(`Cannot quote ${JSON.stringify(text)}: it holds a NUL character`);
  }
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return text.includes("\\") ? `e${quoted.replaceAll("\\", "\\\\")}` : quoted;
}

const encoder = new TextEncoder();

function quotePart(part: string): string {
  if (part === "") throw new TypeError("Cannot quote an identifier: it is empty");
  if (part.includes("\0")) {
    throw new TypeError(`Cannot quote ${JSON.stringify(part)}: it holds a NUL character`);
  }
  if (encoder.encode(part).length > 63) {
    throw new TypeError(`Cannot quote "${part}": PostgreSQL cuts names at 63 bytes`);
  }
  return `"${part.replaceAll('"', '""')}"`;
}
