import { ConfigError } from "../../../base/errors.ts";
import { peekVariables } from "../../../base/settings/mod.ts";
import { flagOption, type TaskContext, textOption } from "../../../cli/mod.ts";
import { checkBackup, restoreBackup, type RestoreOptions } from "../restore/mod.ts";
import { findBackup } from "../store/mod.ts";
import { ageText } from "./backup_lines.ts";
import type { BackupProject } from "./backup_task.ts";
import { programPlaces, refuseEmbedded } from "./program_places.ts";
import { readDifferences } from "./read_differences.ts";

/** Restores or checks a backup, and returns the exit code. */
export async function restoreTask(context: TaskContext, project: BackupProject): Promise<number> {
  const { settings, root } = project;
  const [text = ""] = context.positionals;
  const { store, name } = await findBackup(text, {
    minio: settings.minio,
    signal: context.signal,
  });
  const source = settings.database.migrationUrl.reveal();
  const elsewhere = serverUrl(context);
  if (elsewhere === undefined) refuseEmbedded(settings, root);
  const isCheck = flagOption(context, "check");
  using progress = context.progress(isCheck ? "Checking" : "Restoring");
  const options: RestoreOptions = {
    url: elsewhere ?? source,
    store,
    name,
    places: programPlaces(settings, root),
    report: (line) => progress.update(line),
    note: context.note,
    signal: context.signal,
  };
  const start = performance.now();
  if (isCheck) {
    const differences = (url: string) => readDifferences(url, project);
    const checked = await checkBackup({ ...options, source, readDifferences: differences });
    progress[Symbol.dispose]();
    context.result({ ...checked, name, place: store.placeOf(name) });
    for (const problem of checked.problems) {
      context.print(`${context.statusWord("fail")}  ${problem}`);
    }
    const took = `restored and compared on ${checked.server} in ${ageText(checked.seconds * 1000)}`;
    context.print(`${context.statusWord(checked.ok ? "pass" : "fail")}  ${name}: ${took}`);
    return checked.ok ? 0 : 1;
  }
  const { database, manifest, updated } = await restoreBackup({
    ...options,
    database: textOption(context, "database"),
    update: flagOption(context, "update"),
  });
  progress[Symbol.dispose]();
  const rows = Object.values(manifest.contents.tables).reduce((sum, table) => sum + table.rows, 0);
  const ms = Math.round(performance.now() - start);
  context.result({ ok: true, name, database, rows, ms, updated });
  context.print(
    `Restored ${name} into "${database}": ${
      rows.toLocaleString("en")
    } rows, equal to the backup, ` +
      `in ${ageText(ms)}`,
  );
  return 0;
}

function serverUrl(context: TaskContext): string | undefined {
  const variable = textOption(context, "server");
  if (variable === undefined) return undefined;
  const url = peekVariables([variable]).get(variable);
  if (url !== undefined && /^postgres(ql)?:\/\//.test(url)) return url;
  throw new ConfigError(
    `Cannot restore to the server of "${variable}": ${
      url === undefined ? "the variable is not set" : "it is no postgres:// URL"
    }, name the variable and keep the URL out of the command line`,
  );
}
