import { defineMigration } from "../src/migrate/mod.ts";
import { pointInTimeFunctions } from "./point_in_time_functions.ts";
import { createFunction, dropFunction } from "./sql_function.ts";

/** What was known at an instant, as functions that any client of the database calls. */
export default defineMigration("0010_create_point_in_time_functions", {
  up(m) {
    m.sql(`
      create schema strata;
      comment on schema strata is 'What was known at an instant, for any client: select * from strata.as_of(''ALFRED/GDPC1'', now())';
      grant usage on schema strata to public`);
    m.sql(`do $$ ${searchPath("not exists", "set search_path = public")} $$`);
    for (const made of pointInTimeFunctions) m.sql(createFunction(made));
  },
  lintIgnore: {
    PG041: "the functions run with their caller's rights: they show nobody what a query would not",
  },
  down(m) {
    for (const made of pointInTimeFunctions.toReversed()) m.sql(dropFunction(made));
    m.sql(`do $$ ${searchPath("exists", "reset search_path")} $$`);
    m.sql("drop schema strata");
  },
});

/**
 * PostgreSQL looks into the schema of the user's own name first, and creates tables there: a user
 * "strata", as the local stack has one, goes on with public. A path that somebody chose stays.
 */
function searchPath(condition: "exists" | "not exists", change: string): string {
  const isOurs = condition === "exists" ? "c = 'search_path=public'" : "c like 'search_path=%'";
  return `begin
        if exists (select from pg_roles where rolname = 'strata')
          and (current_user = 'strata' or (select rolsuper from pg_roles where rolname = current_user))
          and not exists (
            select from pg_extension
            where extname = 'timescaledb' and extnamespace <> 'public'::regnamespace
          )
          and ${condition} (
            select from pg_db_role_setting s cross join unnest(s.setconfig) c
            where s.setrole in (0, (select oid from pg_roles where rolname = 'strata'))
              and s.setdatabase in (0, (select oid from pg_database where datname = current_database()))
              and ${isOurs}
          )
        then
          execute format('alter role strata in database %I ${change}', current_database());
        end if;
      end`;
}
