import type { Declaration } from "./_declare.ts";
import { debugFlag, line, oneOf } from "./_fields.ts";

/** The variables of the application itself. */
export const applicationVariables = {
  PROJECT_NAME: {
    default: "strata",
    description: "Names the project: containers, volumes and the application_name of connections.",
    schema: line(63),
  },
  LOG_LEVEL: {
    default: "info",
    description: "The lowest level that is logged: debug, info, warning or error.",
    schema: oneOf(["debug", "info", "warning", "error"], { warn: "warning" }),
  },
  DEBUG: {
    default: "false",
    description: "true sets the log level to debug if LOG_LEVEL is not set.",
    schema: debugFlag(),
  },
} as const satisfies Record<string, Declaration>;
