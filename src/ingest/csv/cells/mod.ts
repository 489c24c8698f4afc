/**
 * Reads the text of a cell as a number, an instant or the first day of a period.
 * Called by the mapping of columns: once for each column, then once for each cell.
 * Never asks the database, and never rounds.
 *
 * @module
 */
export {};
