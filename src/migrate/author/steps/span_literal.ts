import { quoteLiteral } from "../../../base/sql/mod.ts";
import { isNumberSpan } from "../../../timescale/mod.ts";

/** The text of a span as SQL: `interval '1 day'`, or the number alone. */
export function spanLiteral(text: string): string {
  return isNumberSpan(text) ? text : `interval ${quoteLiteral(text)}`;
}
