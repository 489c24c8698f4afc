/**
 * Advice on PostgreSQL and TimescaleDB: readers at the edge, judges that are pure.
 * Called by the check of the database.
 * Never writes, and waits for no lock.
 *
 * @module
 */
export { adviseOnTimescaledb } from "./advise.ts";
