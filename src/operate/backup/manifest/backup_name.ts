/** The name of a backup: the database and the instant in UTC. */
export function backupName(database: string, at: Date): string {
  const stem = database.replaceAll(/[^\w-]+/g, "_").slice(0, 63) || "database";
  return `${stem}-${at.toISOString().replaceAll(/[-:]/g, "")}`;
}

const NAME = /^[\w-]+-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d\.\d{3}Z)$/;

/** Tells whether a name is a backup's. */
export function isBackupName(name: string): boolean {
  return NAME.test(name);
}

/** The instant in a backup's name. */
export function instantOf(name: string): Date {
  return new Date(name.replace(NAME, "$1-$2-$3T$4:$5:$6"));
}

/** Sorts names of backups by age, the oldest first. */
export function byAge(names: Iterable<string>): readonly string[] {
  return [...names].sort((a, b) => instantOf(a).getTime() - instantOf(b).getTime());
}
