/**
 * A member of a consumer group: which partitions are its own, and what was fetched from them.
 * Called by `consume`.
 * Never knows how far messages are stored: the database does.
 *
 * @module
 */
export {};
