/**
 * Converts the values of rows to columns of binary arrays, by the types of the table.
 * Called by the intake and the statements of a load.
 * Never does I/O, and never changes a value.
 *
 * @module
 */
export {};
