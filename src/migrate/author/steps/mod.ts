/**
 * The steps that use TimescaleDB, each with its SQL for a given server.
 * Called by the builder.
 * Never queries a server: it receives the server's capabilities.
 *
 * @module
 */
export {};
