import { logger } from "../../base/logging/mod.ts";
import type { Finding } from "./advice/mod.ts";

/** Runs the advice on a store that has answered; where it breaks off, the check stands without it. */
export async function unlessItFails(advise: () => Promise<Finding[]>): Promise<readonly Finding[]> {
  try {
    return await advise();
  } catch (error) {
    logger("operate").debug("Advice broke off: {reason}", {
      reason: error instanceof Error ? error.message : String(error),
    });
    return [];
  }
}
