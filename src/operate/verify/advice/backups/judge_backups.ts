import type { BackupState } from "../../../backup/mod.ts";
import { type Finding, finding } from "../finding.ts";
import type { AdviceLimits } from "../limits.ts";
import { duration } from "../words.ts";

/** Judges how well the database is backed up: how old, and whether a restore was tried. */
export function judgeBackups(
  { count, newestAt, provenAt, bad }: BackupState,
  { place, now, limits }: {
    readonly place: string;
    readonly now: Date;
    readonly limits: AdviceLimits;
  },
): Finding[] {
  const make = place === DEFAULT ? "deno task backup" : `deno task backup --to='${place}'`;
  if (count === 0 || newestAt === null) {
    return [finding("backup-none", {
      sentence: `There is no backup in ${place}; --backups names another place`,
      remedy: make,
    })];
  }
  const age = now.getTime() - newestAt.getTime();
  const proven = provenAt === null ? Infinity : now.getTime() - provenAt.getTime();
  return [
    ...(age < limits.backupAgeMs ? [] : [finding("backup-old", {
      sentence: `The newest backup in ${place} is ${duration(age)} old`,
      remedy: make,
    })]),
    ...(proven < limits.backupProvenMs ? [] : [finding("backup-unproven", {
      sentence: provenAt === null
        ? `No backup in ${place} was ever restored and compared`
        : `The newest backup in ${place} that was restored and compared is ${duration(proven)} old`,
      remedy: `${make} && deno task restore ${
        place === DEFAULT ? "newest" : `'${place}/newest'`
      } --check`,
    })]),
    ...(bad.length === 0 ? [] : [finding("backup-bad", {
      sentence: `Backups in ${place} cannot be used: ${bad.join(", ")}`,
      remedy: make.replace("backup", "backup list"),
    })]),
  ];
}

const DEFAULT = ".strata/backups";
