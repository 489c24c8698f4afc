/**
 * One cell's text becomes a number, an instant or the first day of a period.
 * Called by the mapping of columns, once a column, then once a cell.
 * Never asks the database, and never rounds.
 *
 * @module
 */
export {};
