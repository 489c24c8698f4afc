/**
 * The rows that nobody knew at an instant: which they are, and how to drop, alter and add them.
 * Called by the audit, inside a transaction.
 * Never commits.
 *
 * @module
 */
export { alterFuture, type Direction } from "./alter_future.ts";
export { dropFuture } from "./drop_future.ts";
export { findTables } from "./find_tables.ts";
export { type Horizon, horizonOf } from "./horizon.ts";
