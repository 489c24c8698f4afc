import { fasterFunctions, latestValues } from "./_faster_reads.ts";
import { marketFunctions } from "./_market_functions.ts";
import { pointInTimeHelpers } from "./_point_in_time_helpers.ts";
import { readFunctions } from "./_read_functions.ts";
import { releaseFunctions } from "./_release_functions.ts";
import { argumentsOf, type SqlFunction } from "./sql_function.ts";

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

/** The functions as the newest migration leaves them, each after those that it calls. */
export const currentFunctions: readonly SqlFunction[] = [
  latestValues,
  ...pointInTimeFunctions.map((made) => fasterFunctions.find((one) => isSame(one, made)) ?? made),
];

/** The functions of migration 0010 that migration 0014 replaces. */
export const slowerFunctions: readonly SqlFunction[] = pointInTimeFunctions.filter((made) =>
  fasterFunctions.some((one) => isSame(one, made))
);

function isSame(one: SqlFunction, other: SqlFunction): boolean {
  return one.name === other.name && argumentsOf(one) === argumentsOf(other);
}
