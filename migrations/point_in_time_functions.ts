import { marketFunctions } from "./_market_functions.ts";
import { pointInTimeHelpers } from "./_point_in_time_helpers.ts";
import { readFunctions } from "./_read_functions.ts";
import { releaseFunctions } from "./_release_functions.ts";
import type { SqlFunction } from "./sql_function.ts";

/**
 * The functions of migration 0010, each after those that it calls. A migration that changes one
 * brings its own text, and the definitions then declare that.
 */
export const pointInTimeFunctions: readonly SqlFunction[] = [
  ...pointInTimeHelpers,
  ...readFunctions,
  ...releaseFunctions,
  ...marketFunctions,
];
