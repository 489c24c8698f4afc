import { numberOption, type TaskContext, textOption } from "../../../cli/mod.ts";
import type { Settings } from "../../../base/settings/mod.ts";
import type { Definitions, Migration } from "../../../migrate/mod.ts";
import { listBackups, superfluous } from "../list/mod.ts";
import { makeBackup } from "../make/mod.ts";
import { type BackupStore, DEFAULT_FOLDER, openStore } from "../store/mod.ts";
import { ageText, backupLine, sizeText } from "./backup_lines.ts";
import { programPlaces, refuseEmbedded } from "./program_places.ts";

/** What the tasks give to the commands. */
export interface BackupProject {
  /** The project's folder. */
  readonly root: string;
  readonly settings: Settings;
  readonly migrations: readonly Migration[];
  readonly definitions: Definitions;
}

/** Makes a backup or lists them, and returns the exit code. */
export async function backupTask(context: TaskContext, project: BackupProject): Promise<number> {
  const place = textOption(context, "to") ?? DEFAULT_FOLDER;
  const store = openStore(place, { minio: project.settings.minio, signal: context.signal });
  return context.command === "list"
    ? await listCommand(context, store)
    : await makeCommand(context, project, store);
}

async function listCommand(context: TaskContext, store: BackupStore): Promise<number> {
  const backups = await listBackups(store);
  context.result({ ok: true, place: store.place, backups });
  const now = new Date();
  for (const backup of backups) {
    context.print(backupLine(backup, { now, word: context.statusWord }));
  }
  if (backups.length === 0) {
    context.print(`No backup in ${store.place}: deno task backup makes one.`);
  }
  return backups.some(({ problem, checked }) => problem !== undefined || checked?.ok === false)
    ? 1
    : 0;
}

async function makeCommand(
  context: TaskContext,
  project: BackupProject,
  store: BackupStore,
): Promise<number> {
  const { settings, root } = project;
  refuseEmbedded(settings, root);
  const start = performance.now();
  const keep = numberOption(context, "keep");
  using progress = context.progress("Backing up");
  const made = await makeBackup({
    url: settings.database.migrationUrl.reveal(),
    store,
    places: programPlaces(settings, root),
    report: (text) => progress.update(text),
    onCleaned: (names) => context.note(`Removed ${names.length} that an interrupted run left`),
    signal: context.signal,
  });
  progress[Symbol.dispose]();
  const { manifest, name } = made;
  const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
  const rows = Object.values(manifest.contents.tables).reduce((sum, table) => sum + table.rows, 0);
  const ms = Math.round(performance.now() - start);
  const tables = Object.keys(manifest.contents.tables).length;
  context.print(
    `Wrote ${made.place}: ${sizeText(bytes)}, ${
      rows.toLocaleString("en")
    } rows of ${tables} tables, ` +
      `in ${ageText(ms)}`,
  );
  const removed = keep === undefined ? [] : superfluous(await listBackups(store), keep);
  for (const old of removed) {
    await store.remove(old);
    context.print(`Removed ${old}`);
  }
  context.result({ ok: true, name, place: made.place, bytes, rows, ms, removed });
  context.note(
    `It counts once it is proven: deno task restore ${restoreName(made, store)} --check`,
  );
  return 0;
}

/** What `restore` takes, as a shell takes it. */
function restoreName(made: { readonly name: string; readonly place: string }, store: BackupStore) {
  const text = store.place.endsWith(DEFAULT_FOLDER) ? made.name : made.place;
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
