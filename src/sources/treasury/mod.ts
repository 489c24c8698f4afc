/**
 * The par yield curve of the US Treasury, year by year.
 * Called by the fetches.
 * Never takes an empty cell for a rate.
 *
 * @module
 */
export { treasury, type TreasuryOptions } from "./treasury.ts";
