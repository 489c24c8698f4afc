import { logger } from "../../base/logging/mod.ts";

/** The log of the dashboard. */
export const log = logger("dashboard");
