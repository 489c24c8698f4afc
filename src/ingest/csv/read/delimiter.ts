import type { CsvFormat } from "../mapping/csv_mapping.ts";

/**
 * Detects the delimiter of a file: the usual one that occurs most often outside quotes in the first
 * line. Blank lines and comments are skipped.
 */
export function delimiterOf(
  text: string,
  { comment, quote = '"', skipLines = 0 }: CsvFormat,
): string {
  const line = text.split(/\r\n|\n|\r/).slice(skipLines).find((one) =>
    one.trim() !== "" && !(comment !== undefined && one.trimStart().startsWith(comment))
  );
  return findDelimiter(line ?? "", quote);
}

/** Detects the delimiter of a line. */
export function findDelimiter(firstLine: string, quote: string | false): string {
  const bare = quote === false ? firstLine : firstLine.replaceAll(
    new RegExp(`${RegExp.escape(quote)}[^${RegExp.escape(quote)}]*${RegExp.escape(quote)}`, "g"),
    "",
  );
  const counted = [",", ";", "\t", "|"].map((delimiter) => ({
    delimiter,
    count: bare.split(delimiter).length,
  }));
  return counted.reduce((best, one) => one.count > best.count ? one : best).delimiter;
}
