import { SourceError } from "../source_error.ts";

/** The pages of a list so far. */
export interface ListSoFar {
  /** The path that was asked. */
  readonly path: string;
  /** The series, for errors. */
  readonly series: string;
  /** How many entries the list has, as its last page says. */
  readonly count: number;
  /** How many entries the last page has. */
  readonly page: number;
  /** A key of each entry so far, which no other has. */
  readonly keys: readonly string[];
}

/**
 * Whether a list that comes in pages is whole.
 *
 * @throws {SourceError} If a page is empty before that, or entries come twice, as they do where a
 * page is repeated or the list changed while it was read: what is missing must not pass for nothing.
 */
export function isWhole({ path, series, count, page, keys }: ListSoFar): boolean {
  const refused = (state: string) =>
    new SourceError(`FRED's answer to ${path} ${state}, try again later`, {
      source: "fred",
      series,
      code: "answer",
    });
  if (page < keys.length && new Set(keys).size < keys.length) {
    throw refused("gave entries twice, it changed while its pages were read");
  }
  if (keys.length >= count) return true;
  if (page > 0) return false;
  throw refused(`ends after ${keys.length} of ${count}`);
}
