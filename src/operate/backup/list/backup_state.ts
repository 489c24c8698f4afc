import type { ListedBackup } from "./list_backups.ts";

/** How well a database is backed up, from the list of its backups. */
export interface BackupState {
  /** How many backups there are. */
  readonly count: number;
  /** When the newest was made; null if there is none. */
  readonly newestAt: Date | null;
  /** When the newest that passed its check was made: what a restore is known to bring back. */
  readonly provenAt: Date | null;
  /** When a check last passed. */
  readonly lastCheckedAt: Date | null;
  /** The names of those that cannot be used: a broken manifest, or a check that failed. */
  readonly bad: readonly string[];
}

/** Sums up a list of backups, for `verify`, `doctor` and the dashboard. */
export function backupState(backups: readonly ListedBackup[]): BackupState {
  const passed = backups.filter(({ checked }) => checked?.ok === true);
  return {
    count: backups.length,
    newestAt: latest(backups.map(({ at }) => at)),
    provenAt: latest(passed.map(({ at }) => at)),
    lastCheckedAt: latest(passed.flatMap(({ checked }) => checked ? [new Date(checked.at)] : [])),
    bad: backups.filter(({ problem, checked }) => problem !== undefined || checked?.ok === false)
      .map(({ name }) => name),
  };
}

function latest(dates: readonly Date[]): Date | null {
  return dates.length === 0 ? null : new Date(Math.max(...dates.map((date) => date.getTime())));
}
