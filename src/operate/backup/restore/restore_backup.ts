import { StrataError } from "../../../base/errors.ts";
import { openPostgresSession } from "../../../migrate/mod.ts";
import { compareContents, readContents } from "../contents/mod.ts";
import type { Manifest, SealedManifest } from "../manifest/mod.ts";
import { findProgram, type ProgramPlaces, urlOf } from "../programs/mod.ts";
import type { BackupStore } from "../store/mod.ts";
import { explained } from "../failure.ts";
import { applyDatabaseFacts, createRoles } from "./create_roles.ts";
import { type Desk, dropAbandoned, dropDatabase, onDatabase, openDesk } from "./desk.ts";
import { takeScratchName } from "./desk.ts";
import { readSealed, verifyFiles } from "./read_backup.ts";
import { type Offer, readOffer, refuseEdition, refuseServer } from "./refuse_server.ts";
import { runRestore } from "./run_restore.ts";
import { createDatabaseLike, nameDatabase, refuseFull } from "./target_database.ts";
import { beginRestoring, endRestoring, readableUrl, updateExtension } from "./timescale_steps.ts";

/** Options of {@linkcode restoreBackup}. */
export interface RestoreOptions {
  /** Any database of the server that is restored to, over a direct connection. */
  readonly url: string;
  readonly store: BackupStore;
  readonly name: string;
  readonly places: ProgramPlaces;
  /** Called with what is being done. */
  readonly report?: (text: string) => void;
  /** Called with lines that stay. */
  readonly note?: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** A restored database that has no name yet and is in restoring mode: no job runs in it. */
export interface ScratchDatabase {
  readonly name: string;
  /** Its URL; sessions of it read hypertables in spite of restoring mode. */
  readonly url: string;
  readonly sealed: SealedManifest;
  readonly offer: Offer;
  readonly desk: Desk;
}

/**
 * Restores a backup into a new database and compares it with the manifest.
 *
 * @throws {StrataError} If it cannot be restored, or is not as it was; nothing is left of it.
 */
export async function restoreBackup(
  options: RestoreOptions & { readonly database?: string | undefined; readonly update: boolean },
): Promise<{ readonly database: string; readonly manifest: Manifest; readonly updated: boolean }> {
  const { url, note = () => {}, update } = options;
  return await withScratch(options, async (scratch) => {
    const { desk, sealed: { manifest }, offer } = scratch;
    const database = options.database ?? manifest.database.name;
    const problems = await compareScratch(scratch, options);
    if (problems.length > 0) throw unequal(problems);
    options.signal?.throwIfAborted();
    await applyDatabaseFacts(desk, scratch.name, manifest.database);
    const final = urlOf(url, database);
    await nameDatabase(desk, url, { scratch: scratch.name, name: database });
    await endRestoring(final, manifest.server);
    const { timescaledb } = manifest.server;
    const isOlder = timescaledb !== null && offer.newest !== timescaledb;
    if (isOlder && update) {
      await updateExtension(final, database);
      const updated = { ...scratch, name: database, url: final };
      // The catalog is another now; the rows are not.
      const changed = await compareScratch(updated, options, { rowsAlone: true });
      if (changed.length > 0) throw changedByUpdate(database, changed);
    } else if (isOlder) {
      note(
        `TimescaleDB is ${timescaledb} there as in the backup, the server offers ${offer.newest}: ` +
          '"alter extension timescaledb update" as the first statement of a connection brings it',
      );
    }
    return { database, manifest, updated: isOlder && update };
  }, async (desk, { manifest }) => {
    await refuseFull(desk, url, options.database ?? manifest.database.name);
  });
}

/** Restores a backup into a scratch database, runs work with it, and drops it unless it was named. */
export async function withScratch<T>(
  options: RestoreOptions,
  work: (scratch: ScratchDatabase) => Promise<T>,
  before: (desk: Desk, sealed: SealedManifest) => Promise<void> = () => Promise.resolve(),
): Promise<T> {
  const { url, store, name, places, report = () => {}, note = () => {}, signal } = options;
  const sealed = await readSealed(store, name);
  const { manifest } = sealed;
  await using desk = await openDesk(url);
  const offer = await readOffer(desk);
  refuseServer(manifest, offer);
  const majors = { least: dumpMajor(manifest), most: offer.postgresMajor };
  const program = await findProgram("pg_restore", majors, places);
  await before(desk, sealed);
  await verifyFiles({ store, name, files: manifest.files }, { report, signal });
  const abandoned = await dropAbandoned(desk);
  if (abandoned.length > 0) note(`Removed ${abandoned.join(", ")}, which a killed restore left`);
  const created = await createRoles(desk, manifest.roles);
  if (created.length > 0) note(`Created the roles ${created.join(", ")}, without a password`);
  const scratch = await takeScratchName(desk);
  const own = urlOf(url, scratch);
  try {
    report("creating the database");
    await createDatabaseLike(desk, scratch, manifest.database);
    await beginRestoring(own, manifest.server);
    await onDatabase(own, (client) => refuseEdition(client, manifest));
    const dump = () => store.bytes(name, manifest.files[0]?.name ?? "");
    await runRestore({ url: own, manifest, program, dump, report, signal });
    const readable = readableUrl(own, manifest.server);
    report("analyzing");
    await onDatabase(readable, (client) => client.query("analyze"), signal);
    return await work({ name: scratch, url: readable, sealed, offer, desk });
  } catch (error) {
    signal?.throwIfAborted();
    throw explained("restore", error);
  } finally {
    // Where it has its own name by now, there is none of this.
    await dropDatabase(desk, scratch);
  }
}

/** Compares a restored database with the manifest. */
export async function compareScratch(
  { url, sealed: { manifest } }: ScratchDatabase,
  { report = () => {}, signal }: RestoreOptions,
  { rowsAlone = false }: { readonly rowsAlone?: boolean } = {},
): Promise<readonly string[]> {
  await using now = await openPostgresSession(url, { applicationName: "strata restore" });
  const found = await onDatabase(url, async (client) => {
    await client.query("begin isolation level repeatable read read only");
    return await readContents(client, {
      ...{ server: manifest.server, now },
      signal,
      onTable: (table, done, total) => report(`comparing ${table} (${done + 1} of ${total})`),
    });
  }, signal);
  return compareContents(
    manifest.contents,
    rowsAlone ? { ...manifest.contents, tables: found.tables } : found,
  );
}

function dumpMajor({ program, server }: Manifest): number {
  return Number.parseInt(/ (\d+)/.exec(program)?.[1] ?? "") || server.postgresMajor;
}

function changedByUpdate(database: string, problems: readonly string[]): StrataError {
  return new StrataError(
    `Cannot trust the update of TimescaleDB in "${database}": ${
      problems.slice(0, 5).join("; ")
    }, drop the database and restore without --update`,
  );
}

function unequal(problems: readonly string[]): StrataError {
  const more = problems.length > 5 ? `, and ${problems.length - 5} more` : "";
  return new StrataError(
    `Cannot restore: what came back is not what was backed up: ${
      problems.slice(0, 5).join("; ")
    }${more}; take another backup`,
  );
}
