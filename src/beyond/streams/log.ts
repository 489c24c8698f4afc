import type { Logger } from "@logtape/logtape";
import { logger } from "../../base/logging/mod.ts";

/** The log of this folder. */
export const log: Logger = logger("streams");
