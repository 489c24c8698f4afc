import { logger } from "../../base/logging/mod.ts";

/** The log of the read API. */
export const log = logger("serve");
