import { configureSync, getTextFormatter, type LogLevel, resetSync } from "@logtape/logtape";
import { peekVariables } from "../base/settings/mod.ts";

const LEVELS: readonly LogLevel[] = ["debug", "info", "warning", "error"];

/** Sends the logs of this package to a line writer, with UTC times, until it is disposed. */
export function configureLogs(
  options: { readonly quiet: boolean; readonly verbose: boolean },
  write: (line: string) => void,
): Disposable {
  const format = getTextFormatter({ timestamp: "rfc3339", category: ".", level: "full" });
  configureSync({
    reset: true,
    sinks: { stderr: (record) => write(format(record).trimEnd()) },
    loggers: [
      { category: ["strata"], lowestLevel: lowestLevel(options), sinks: ["stderr"] },
      { category: ["logtape", "meta"], lowestLevel: "error", sinks: ["stderr"] },
    ],
  });
  return { [Symbol.dispose]: resetSync };
}

/**
 * By default warnings and errors: a task reports by itself what it did. `-q` and `-v` override
 * `LOG_LEVEL`, which overrides `DEBUG`.
 */
function lowestLevel(options: { readonly quiet: boolean; readonly verbose: boolean }): LogLevel {
  if (options.quiet) return "error";
  if (options.verbose) return "debug";
  const wished = peekVariables(["LOG_LEVEL", "DEBUG"]);
  const name = wished.get("LOG_LEVEL")?.trim().toLowerCase();
  const level = LEVELS.find((one) => one === name);
  if (level) return level;
  return wished.get("DEBUG") === "true" ? "debug" : "warning";
}
