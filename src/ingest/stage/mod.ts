/**
 * Where rows wait (arrays or a temporary table), and the statements that take them from there.
 * Called by the writers.
 * Never commits.
 *
 * @module
 */
export {};
