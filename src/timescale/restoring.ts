/**
 * What a database in restoring mode does to a writer, with the way out of it. Newer servers
 * answer an insert into a hypertable with success and have lost it after the mode ends; older ones
 * refuse it. A connection that was opened in the mode stays in it until it is closed.
 */
export const RESTORING_STATE =
  "the database is in restoring mode (timescaledb_pre_restore), in which rows that are written are " +
  'lost without an error; run "select timescaledb_post_restore()" in it, then connect again';

/** An SQL expression that tells whether the connection is in restoring mode; false without TimescaleDB. */
export const RESTORING_SQL =
  "coalesce(nullif(current_setting('timescaledb.restoring', true), '')::boolean, false)";
