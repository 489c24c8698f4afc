/**
 * Instants, days and the clocks of any zone: parsing what people write, and arithmetic without a
 * server.
 * Called by readers, writers and the CSV loader.
 * Never guesses a zone: a time without one is refused.
 *
 * @module
 */
export {};
