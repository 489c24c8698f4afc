/**
 * The steps that know TimescaleDB, each with its SQL for a server and its inverse.
 * Called by the builder.
 * Never asks a server: it is told what the server can.
 *
 * @module
 */
export {};
