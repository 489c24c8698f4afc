import { getLogger, type Logger } from "@logtape/logtape";

/**
 * Gives the logger of a folder of this package, under the category `["strata", folder]`. Nothing
 * is written anywhere until the application configures LogTape.
 */
export function logger(category: string): Logger {
  return getLogger(["strata", category]);
}
