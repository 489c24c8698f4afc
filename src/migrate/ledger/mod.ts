/**
 * The table of what was applied: its shape in every release, its rows.
 * Called by the run and by whatever compares with it.
 * Never knows what a migration says beyond its checksum.
 *
 * @module
 */
export {};
