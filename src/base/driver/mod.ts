/**
 * node-postgres, loaded without a look at the environment: it reads `USER` and its own switch as it is
 * loaded, which on a terminal would ask for a permission that nothing here needs. The three imports are
 * evaluated in their order, with nothing in between; whatever imports Drizzle's driver imports this first.
 * Called by the rooms that connect.
 * Never reads a variable of the environment.
 *
 * @module
 */
import "./_hide_environment.ts";
import pg from "pg";
import "./_show_environment.ts";

export { pg };
