/**
 * What happens to writes in a database in restoring mode, and how to leave it. Newer servers report
 * success for an insert into a hypertable, but the rows are lost when the mode ends; older ones
 * refuse it. A connection that was opened in this mode stays in it until it is closed.
 */
export const RESTORING_STATE =
  "the database is in restoring mode (timescaledb_pre_restore), in which written rows are " +
  'lost without an error; run "select timescaledb_post_restore()" in it, then connect again';

/**
 * An SQL expression that tells whether the connection is in restoring mode; false without
 * TimescaleDB.
 */
export const RESTORING_SQL =
  "coalesce(nullif(current_setting('timescaledb.restoring', true), '')::boolean, false)";
