import { formatOrder } from "../author/order_text.ts";

/**
 * Parses `orderby` in the format of `hypertable_columnstore_settings`: `"time" DESC,symbol NULLS
 * FIRST`.
 */
export function readOrder(text: string): readonly string[] {
  return [...text.matchAll(entryPattern)].map(([, quoted, bare, direction, nulls]) => {
    const column = quoted?.replaceAll('""', '"') ?? bare ?? "";
    const entry = formatOrder({ column, direction: direction === undefined ? "asc" : "desc" });
    return nulls === undefined ? entry : `${entry} ${nulls.toLowerCase()}`;
  });
}

const entryPattern = /(?:"((?:[^"]|"")+)"|([^",\s]+))( DESC)?(?: (NULLS (?:FIRST|LAST)))?(?:,|$)/g;
