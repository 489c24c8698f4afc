import { VERSION } from "../../../base/version.ts";
import { CHECKED, type Checked, checkedText } from "../manifest/mod.ts";
import { urlOf } from "../programs/mod.ts";
import { BackupDamage } from "../store/mod.ts";
import { readSealed } from "./read_backup.ts";
import { compareScratch, type RestoreOptions, withScratch } from "./restore_backup.ts";
import { endRestoring, switchJobsOff } from "./timescale_steps.ts";

/** Options of {@linkcode checkBackup}. */
export interface CheckOptions extends RestoreOptions {
  /** Compares a database with its migrations; each difference is a line. */
  readonly readDifferences: (url: string) => Promise<readonly string[]>;
  /** The database that was backed up, whose own differences are no fault of the backup. */
  readonly source: string;
}

/**
 * Restores a backup into a scratch database, compares it with the manifest and with the migrations,
 * and drops it. The outcome is written beside the manifest. Until the comparisons are done the
 * database is in restoring mode, and its jobs are switched off before that ends: none ever runs.
 */
export async function checkBackup(options: CheckOptions): Promise<Checked> {
  const { store, name, report = () => {}, signal } = options;
  const start = performance.now();
  const { seal } = await readSealed(store, name);
  const outcome = (problems: readonly string[], server: string): Checked => ({
    checked: 1,
    seal,
    at: new Date().toISOString(),
    seconds: Math.round((performance.now() - start) / 100) / 10,
    ok: problems.length === 0,
    problems: [...problems],
    server,
    strata: VERSION,
  });
  const checked = await withScratch(options, async (scratch): Promise<Checked> => {
    const { sealed: { manifest }, offer } = scratch;
    const problems = [...await compareScratch(scratch, options)];
    signal?.throwIfAborted();
    report("comparing with the migrations");
    problems.push(...await newDifferences(scratch.url, options));
    signal?.throwIfAborted();
    const own = urlOf(options.url, scratch.name);
    await switchJobsOff(scratch.url, manifest.server);
    await endRestoring(own, manifest.server);
    const { timescaledb } = manifest.server;
    const server = `PostgreSQL ${offer.postgres}, TimescaleDB ${timescaledb ?? "none"}`;
    return outcome(problems, server);
  }).catch(async (error: unknown) => {
    // One that passed earlier and is damaged now must not count any more.
    if (error instanceof BackupDamage) {
      await store.put(name, CHECKED, checkedText(outcome([error.message], "none")));
    }
    throw error;
  });
  await store.put(name, CHECKED, checkedText(checked));
  return checked;
}

async function newDifferences(url: string, options: CheckOptions): Promise<readonly string[]> {
  const found = await options.readDifferences(url);
  if (found.length === 0) return [];
  try {
    const known = new Set(await options.readDifferences(options.source));
    return found.filter((line) => !known.has(line));
  } catch {
    // Where the source is gone, its own differences cannot be told apart.
    return found;
  }
}
