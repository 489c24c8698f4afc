/**
 * Rows that cannot be stored: the problems, the errors that list them, the tally of a load.
 * Called by the intake and the writers.
 * Never decides: the caller's `badRows` and `onConflict` do.
 *
 * @module
 */
export {};
