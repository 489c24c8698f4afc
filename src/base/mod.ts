/**
 * The foundation of every room: errors, settings, SQL quoting, time, logging, retries.
 * Called by all rooms.
 * Never knows about TimescaleDB or any table.
 *
 * @module
 */
export {};
