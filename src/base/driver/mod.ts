/**
 * Loads node-postgres without letting it read the environment. On load it reads `USER` and a switch
 * of its own, and on a terminal Deno would ask for a permission that nothing here needs. The order
 * of the three imports matters. Import this module before Drizzle's driver.
 * Called by the rooms that connect.
 * Never reads an environment variable.
 *
 * @module
 */
import "./_hide_environment.ts";
import pg from "pg";
import "./_show_environment.ts";

export { pg };
