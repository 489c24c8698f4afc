/**
 * Requests with manners: limits, pauses, time limits, validators, and errors without secrets.
 * Called by the fetches, which hand it to sources.
 * Never knows what a source gives.
 *
 * @module
 */
export {};
