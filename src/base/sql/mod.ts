/**
 * What all code that writes SQL shares: quoting, and the shape of a client.
 * Called by every room that writes SQL.
 * Never connects.
 *
 * @module
 */
export { identifier } from "./identifier.ts";
export { quoteIdentifier, quoteLiteral } from "./quote.ts";
export { formatRelation, parseRelation } from "./relation_name.ts";
export type { RelationName } from "./relation_name.ts";
export { serverReason } from "./server_reason.ts";
export type { Queryable, QueryRows } from "./queryable.ts";
