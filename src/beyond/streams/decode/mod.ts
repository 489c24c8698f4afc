/**
 * The rows of a message: JSON, CSV, Avro.
 * Called by `consume`.
 * Never checks a row: the writer does.
 *
 * @module
 */
export {};
