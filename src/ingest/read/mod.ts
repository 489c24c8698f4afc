/**
 * Rows from any source, an array, a stream, a function, in batches with their numbers.
 * Called by the writers.
 * Never holds more than a batch.
 *
 * @module
 */
export {};
