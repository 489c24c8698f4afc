/**
 * What would run: steps rendered for a server, checksums, the comparison with the ledger.
 * Called by the run, the lint and the commands.
 * Never does I/O.
 *
 * @module
 */
export {};
