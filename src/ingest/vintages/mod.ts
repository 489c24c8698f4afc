/**
 * Stores what differs from the value known at a release as a revision, for releases in any order.
 * Called by `appendVintages`.
 * Never stores what a release only repeats.
 *
 * @module
 */
export {};
