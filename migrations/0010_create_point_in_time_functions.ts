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
    for (const made of pointInTimeFunctions) m.sql(createFunction(made));
  },
  lintIgnore: {
    PG041: "the functions run with their caller's rights: they show nobody what a query would not",
  },
  down(m) {
    for (const made of pointInTimeFunctions.toReversed()) m.sql(dropFunction(made));
    m.sql("drop schema strata");
  },
});
