import type { Declaration } from "./_declare.ts";
import { debugFlag, line, list, oneOf, secretField } from "./_fields.ts";

/** The variables of the application itself and of the data sources it reads. */
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
  FRED_API_KEY: {
    description: "Key of the FRED service (https://fred.stlouisfed.org); only its reader needs it.",
    secret: true,
    schema: secretField(),
  },
  TOP_SYMBOLS: {
    default: "BTC-USD,ETH-USD,SOL-USD",
    description: "The symbols that are followed by default, separated by commas.",
    schema: list(line(64)),
  },
} as const satisfies Record<string, Declaration>;
