/**
 * Instants, days and clocks of any zone: reading what people write, arithmetic without a server.
 * Called by readers, writers and the CSV loader.
 * Never guesses a zone: a time without one is refused.
 *
 * @module
 */
export {};
