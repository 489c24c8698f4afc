import { join } from "node:path";
import { StackError } from "../base/errors.ts";
import type { ProgressEvent } from "./backend.ts";
import { withFileLock } from "./lock.ts";
import { stateFolder } from "./state.ts";

/** Options of {@linkcode withStackLock}. */
export interface StackLockOptions {
  /** Called if another process is at work. */
  readonly report: (event: ProgressEvent) => void;
  /** Ends the wait. */
  readonly signal?: AbortSignal | undefined;
}

/** Runs work that changes a project's stack, one at a time; others wait. */
export async function withStackLock<T>(
  root: string,
  work: () => Promise<T>,
  options: StackLockOptions,
): Promise<T> {
  const { report, signal } = options;
  const onWait = () => report({ kind: "step", message: "waiting for another up or down" });
  return await withAccess(
    root,
    () => withFileLock(join(stateFolder(root), "lock"), work, { onWait, signal }),
  );
}

/**
 * Runs work that reads or writes below a project's `.strata/`.
 *
 * @throws {StackError} If that folder cannot be used: another user made it, it is read-only, or a
 * file is in its place.
 */
export async function withAccess<T>(root: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const why = refusal(cause);
    if (why === undefined) throw cause;
    throw new StackError(`Cannot use "${stateFolder(root)}": ${why}`, { service: "stack", cause });
  }
}

function refusal(cause: unknown): string | undefined {
  if (cause instanceof Deno.errors.PermissionDenied) {
    return "another user made it, run the task as that user or remove the folder";
  }
  if (cause instanceof Error && "code" in cause && cause.code === "EROFS") {
    return "the file system is read-only, use the project in a folder that can be written";
  }
  // A folder that is there already is no error of mkdir.
  if (cause instanceof Deno.errors.AlreadyExists || cause instanceof Deno.errors.NotADirectory) {
    return "a file is where a folder is wanted, move it away";
  }
  return undefined;
}
