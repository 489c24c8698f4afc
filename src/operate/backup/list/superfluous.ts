import type { ListedBackup } from "./list_backups.ts";

/**
 * Chooses the backups beyond the newest `keep`, the oldest first. The newest that passed its check
 * always stays, however old: it alone is known to work.
 */
export function superfluous(
  backups: readonly ListedBackup[],
  keep: number,
): readonly string[] {
  const proven = backups.findLast(({ checked }) => checked?.ok === true)?.name;
  return backups.slice(0, Math.max(0, backups.length - keep))
    .map(({ name }) => name).filter((name) => name !== proven);
}
