import { ConfigError } from "../../base/errors.ts";
import { numberOption, type TaskContext, textOption } from "../../cli/mod.ts";
import { parseTarget, type Target } from "../author/target.ts";

/** The flags of waiting and locking, as a migrator takes them. */
export function runningOptions(
  context: TaskContext,
): { readonly waitMs?: number; readonly lockTimeoutMs?: number } {
  const wait = numberOption(context, "wait");
  const lockTimeoutMs = numberOption(context, "lock-timeout");
  return {
    ...(wait === undefined ? {} : { waitMs: wait * 1_000 }),
    ...(lockTimeoutMs === undefined ? {} : { lockTimeoutMs }),
  };
}

/**
 * The target that `--target` names, or undefined where it is not given.
 *
 * @throws {ConfigError} Where it is none.
 */
export function targetOption(context: TaskContext): Target | undefined {
  const text = textOption(context, "target");
  try {
    return text === undefined ? undefined : parseTarget(text);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new ConfigError(error.message, { cause: error });
  }
}
