import { currentFunctions } from "../../migrations/point_in_time_functions.ts";
import { argumentsOf, replaceFunction } from "../../migrations/sql_function.ts";
import type { FunctionDefinition } from "../migrate/catalog/definitions.ts";

/** The functions in the schema `strata`, by which any client reads what was known at an instant. */
export const pointInTimeFunctions: readonly FunctionDefinition[] = currentFunctions.map((made) => ({
  schema: "strata",
  name: made.name,
  arguments: argumentsOf(made),
  statement: replaceFunction(made),
  comment: made.comment.trim(),
}));
