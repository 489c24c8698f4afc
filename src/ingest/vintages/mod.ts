/**
 * What differs from what was known at a release becomes a revision, in any order of releases.
 * Called by `appendVintages`.
 * Never stores what a release only repeats.
 *
 * @module
 */
export {};
