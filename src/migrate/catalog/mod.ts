/**
 * The comparison of definitions, the result of migrations, and the live catalog.
 * Called by `check`, `converge`, `verify --strict` and `generate`.
 * Never changes anything, except through `converge`.
 *
 * @module
 */
export {};
