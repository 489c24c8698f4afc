import { defineMigration } from "../src/migrate/mod.ts";
import { fasterFunctions, latestValues } from "./_faster_reads.ts";
import { slowerFunctions } from "./point_in_time_functions.ts";
import { createFunction, dropFunction, replaceFunction } from "./sql_function.ts";

/** Cross-sections and panels in SQL take little longer than the same reads of the library. */
export default defineMigration("0014_speed_up_read_functions", {
  up(m) {
    m.sql(createFunction(latestValues));
    for (const made of fasterFunctions) m.sql(replaceFunction(made));
  },
  down(m) {
    for (const made of slowerFunctions) m.sql(replaceFunction(made));
    m.sql(dropFunction(latestValues));
  },
});
