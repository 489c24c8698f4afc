const prefix = "strata_scratch_";
const DAY_SECONDS = 86_400;

/** The `like` pattern for the names of scratch databases. */
export const SCRATCH_NAMES = "strata\\_scratch\\_%";

/** Returns a name for a scratch database, made of the process id, the time and a random part. */
export function scratchName(pid: number, now: Date = new Date()): string {
  const chance = crypto.randomUUID().replaceAll("-", "").slice(0, 12);
  return `${prefix}${pid}_${Math.floor(now.getTime() / 1_000).toString(36)}_${chance}`;
}

/** Tells whether a name belongs to a scratch database that is older than a day. */
export function isLeftover(name: string, now: Date = new Date()): boolean {
  const since = /^strata_scratch_\d+_([0-9a-z]+)_[0-9a-f]{12}$/.exec(name)?.[1];
  if (since === undefined) return false;
  return now.getTime() / 1_000 - Number.parseInt(since, 36) > DAY_SECONDS;
}
