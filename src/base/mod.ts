/**
 * What every room stands on: errors, settings, SQL's quoting, time, logging, repetition.
 * Called by all rooms.
 * Never knows TimescaleDB, nor any table.
 *
 * @module
 */
export {};
