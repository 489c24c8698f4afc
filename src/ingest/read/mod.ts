/**
 * Rows from any source (an array, a stream, a function) in batches with row numbers.
 * Called by the writers.
 * Never holds more than a batch.
 *
 * @module
 */
export {};
