/**
 * What is there against what should be: definitions, what migrations make, the live catalog.
 * Called by `check`, `converge`, `verify --strict` and generating.
 * Never changes anything but through `converge`.
 *
 * @module
 */
export {};
