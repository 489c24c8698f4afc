import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Options of {@linkcode withFileLock}. */
export interface FileLockOptions {
  /** Called once if another process holds the lock. */
  readonly onWait?: () => void;
  /** Ends the wait. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs the work while holding a file lock. The system frees the lock when its holder dies, so a
 * killed process leaves nothing to clean up.
 */
export async function withFileLock<T>(
  path: string,
  work: () => Promise<T>,
  options: FileLockOptions = {},
): Promise<T> {
  await Deno.mkdir(dirname(path), { recursive: true });
  using file = await Deno.open(path, { create: true, write: true, mode: 0o600 });
  if (!await file.tryLock(true)) {
    options.onWait?.();
    do {
      await sleep(100, undefined, options.signal ? { signal: options.signal } : {});
    } while (!await file.tryLock(true));
  }
  return await work();
}
