/**
 * Numbers as they are read from texts and big integers.
 * Called by everything that takes numbers from outside.
 * Never rounds a whole number.
 *
 * @module
 */
export { exactNumber } from "./exact_number.ts";
