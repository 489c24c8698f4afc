/**
 * Numbers as they are read from texts and big integers: everyone who takes numbers from outside calls
 * it. It never rounds a whole number.
 *
 * @module
 */
export { exactNumber } from "./exact_number.ts";
