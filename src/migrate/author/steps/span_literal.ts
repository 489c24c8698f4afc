import { quoteLiteral } from "../../../base/sql/mod.ts";
import { isNumberSpan } from "../../../timescale/mod.ts";

/** Returns a span as SQL: `interval '1 day'`, or just the number. */
export function spanLiteral(text: string): string {
  return isNumberSpan(text) ? text : `interval ${quoteLiteral(text)}`;
}
