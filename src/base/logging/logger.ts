import { getLogger, type Logger } from "@logtape/logtape";

/**
 * Returns the logger of a folder of this package, with the category `["strata", folder]`. Nothing
 * is written until the application configures LogTape.
 */
export function logger(category: string): Logger {
  return getLogger(["strata", category]);
}
