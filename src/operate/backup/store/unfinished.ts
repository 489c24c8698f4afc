/** The object that tells that a backup in a bucket is under way. */
export const UNFINISHED = "unfinished.json";

const SEEN_EVERY_MS = 60_000;
/** Nobody has renewed it for so long: its process is gone. */
export const ABANDONED_AFTER_MS = 10 * SEEN_EVERY_MS;

/** Writes that a backup is under way, again every minute until it is stopped. */
export async function markUnfinished(
  put: (text: string) => Promise<void>,
): Promise<{ stop(): void }> {
  const write = () => put(`${JSON.stringify({ seenAt: new Date().toISOString() })}\n`);
  await write();
  const timer = setInterval(() => {
    write().catch(() => {
      // A bucket that is away for so long fails the backup itself.
    });
  }, SEEN_EVERY_MS);
  return { stop: () => clearInterval(timer) };
}

/**
 * Removes a backup without a manifest if nobody works on it any more: a bucket has no locks, so the
 * time tells.
 */
export async function removeUnfinished(
  text: string | undefined,
  remove: () => Promise<void>,
  now: Date = new Date(),
): Promise<boolean> {
  const seenAt = Date.parse(/"seenAt":"([^"]+)"/.exec(text ?? "")?.[1] ?? "");
  // Where the time cannot be read, it is no backup under way.
  if (now.getTime() - seenAt < ABANDONED_AFTER_MS) return false;
  await remove();
  return true;
}
