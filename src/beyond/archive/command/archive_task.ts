import { ConfigError } from "../../../base/errors.ts";
import type { MinioSettings } from "../../../base/settings/mod.ts";
import { flagOption, type TaskContext, textOption } from "../../../cli/mod.ts";
import type { Database } from "../../../database/mod.ts";
import type { Hypertable } from "../../../timescale/mod.ts";
import { archiveChunks } from "../archive_chunks.ts";
import { checkArchive } from "../check_archive.ts";
import { writeLake } from "../lake/mod.ts";
import { readRanges } from "../ledger.ts";
import { listArchived } from "../list_archived.ts";
import { restoreRanges } from "../restore_ranges.ts";
import {
  archivedLine,
  checkedLine,
  count,
  lakeLine,
  ledgerLine,
  rangeText,
  restoredLine,
  retentionLine,
} from "./archive_lines.ts";
import { readAge, readTime } from "./read_times.ts";

/** What the task is given besides its command line. */
export interface ArchiveProject {
  readonly hypertables: readonly Hypertable[];
  readonly minio: MinioSettings;
}

const COMMANDS = {
  restore: restoreCommand,
  list: listCommand,
  check: checkCommand,
  lake: lakeCommand,
} as const;

/** Archives, restores, lists or checks, and returns the exit code. */
export async function archiveTask(
  database: Database,
  context: TaskContext,
  project: ArchiveProject,
): Promise<number> {
  const [first = "", ...rest] = context.positionals;
  const [command, tables] = Object.hasOwn(COMMANDS, first)
    // as: the condition before.
    ? [COMMANDS[first as keyof typeof COMMANDS], rest]
    : [archiveCommand, context.positionals];
  if (tables.length > 1) {
    throw new ConfigError(`Cannot archive "${tables.join(" ")}": name one table at a time`);
  }
  return await command({ database, context, project, table: tables[0] });
}

interface Call {
  readonly database: Database;
  readonly context: TaskContext;
  readonly project: ArchiveProject;
  readonly table: string | undefined;
}

async function archiveCommand(call: Call): Promise<number> {
  const { database, context, project } = call;
  const hypertable = hypertableOf(call);
  const olderThan = readAge(textOption(context, "older-than"), new Date());
  const to = textOption(context, "to") ?? await lastPlace(database, hypertable);
  using progress = context.progress(`Archiving ${hypertable.name}`);
  let rows = 0;
  const result = await archiveChunks(database, hypertable, {
    ...{ olderThan, to, minio: project.minio, signal: context.signal },
    onRows: (more) => progress.update(`${count(rows += more)} rows written`),
    onStep: (step, range) => progress.update(`${rangeText(range)}: ${step}`),
  });
  progress[Symbol.dispose]();
  context.result({ ok: true, ...result });
  if (result.finished > 0) {
    context.print(`Finished ${result.finished} that an interrupted run had left`);
  }
  for (const range of result.ranges) context.print(archivedLine(range));
  context.print(
    result.ranges.length === 0
      ? `Nothing to archive: no whole ${hypertable.name} month or year ends before ` +
        olderThan.toISOString()
      : `Archived ${
        count(result.ranges.reduce((sum, { rows }) => sum + rows, 0))
      } rows to ${result.place}`,
  );
  tellRetention(context, result.retention, hypertable);
  return 0;
}

async function restoreCommand(call: Call): Promise<number> {
  const { database, context, project } = call;
  const hypertable = hypertableOf(call);
  const from = readTime("from", textOption(context, "from"));
  const to = readTime("to", textOption(context, "to"));
  using progress = context.progress(`Restoring ${hypertable.name}`);
  const ranges = await restoreRanges(database, hypertable, {
    ...{ from, to, minio: project.minio, signal: context.signal },
    onRange: (range) => progress.update(rangeText(range)),
  });
  progress[Symbol.dispose]();
  context.result({ ok: true, ranges });
  for (const range of ranges) context.print(restoredLine(range));
  if (ranges.length === 0) context.print("Nothing to restore: no archived range is in that time");
  return 0;
}

async function listCommand({ database, context, project, table }: Call): Promise<number> {
  const name = table === undefined
    ? undefined
    : nameOf(hypertableOf({ database, context, project, table }));
  const ranges = await listArchived(database.pool, name);
  context.result({ ok: true, ranges });
  for (const range of ranges) context.print(ledgerLine(range));
  if (ranges.length === 0) context.print("Nothing is archived");
  return 0;
}

async function checkCommand(call: Call): Promise<number> {
  const { database, context, project, table } = call;
  const tables = table === undefined
    ? await archivedTables(database, project)
    : [hypertableOf(call)];
  using progress = context.progress("Checking");
  const checks = [];
  for (const hypertable of tables) {
    const check = await checkArchive(database, hypertable, {
      ...{ minio: project.minio, signal: context.signal },
      onRange: (range) => progress.update(`${hypertable.name} ${rangeText(range)}`),
    });
    checks.push({ hypertable, check });
  }
  progress[Symbol.dispose]();
  const ok = checks.every(({ check }) => check.ok);
  context.result({ ok, tables: checks.map(({ check }) => check) });
  for (const { hypertable, check } of checks) {
    for (const range of check.ranges) context.print(checkedLine(range, context.statusWord));
    tellRetention(context, check.retention, hypertable);
  }
  if (checks.every(({ check }) => check.ranges.length === 0)) context.print("Nothing is archived");
  return ok ? 0 : 1;
}

async function lakeCommand(call: Call): Promise<number> {
  const { database, context, project, table } = call;
  const to = textOption(context, "to");
  if (to === undefined) {
    throw new ConfigError(
      "Cannot write a lake: --to is missing, give a folder or s3://BUCKET/PREFIX",
    );
  }
  using progress = context.progress("Writing");
  const result = await writeLake(
    database,
    table === undefined ? project.hypertables : [hypertableOf(call)],
    {
      ...{ to, minio: project.minio, signal: context.signal },
      isFull: flagOption(context, "full"),
      onTable: (name) => progress.update(name),
    },
  );
  progress[Symbol.dispose]();
  context.result({ ok: true, ...result });
  for (const table of result.tables) context.print(lakeLine(table));
  context.print(`The lake at ${result.place} holds what was stored up to ${result.knownTo}`);
  return 0;
}

function tellRetention(
  context: TaskContext,
  reach: Parameters<typeof retentionLine>[0] | null,
  { name }: Hypertable,
): void {
  if (reach?.drops) context.note(retentionLine(reach, name));
}

function hypertableOf({ table, project: { hypertables } }: Call): Hypertable {
  const found = hypertables.find((hypertable) =>
    hypertable.name === table || nameOf(hypertable) === table
  );
  if (found !== undefined) return found;
  throw new ConfigError(
    `${
      table === undefined
        ? "Cannot archive: the table is missing"
        : `Cannot archive "${table}": it is none of the hypertables`
    }, name one of ${hypertables.map(({ name }) => name).join(", ")}`,
  );
}

async function archivedTables(
  database: Database,
  { hypertables }: ArchiveProject,
): Promise<readonly Hypertable[]> {
  const names = new Set((await listArchived(database.pool)).map(({ table }) => table));
  return hypertables.filter((hypertable) => names.has(nameOf(hypertable)));
}

/** Where the table was archived last. */
async function lastPlace(database: Database, hypertable: Hypertable): Promise<string> {
  const last = (await readRanges(database.pool, nameOf(hypertable)))
    .filter(({ archivedAt }) => archivedAt !== null)
    .toSorted((a, b) => Number(a.archivedAt) - Number(b.archivedAt)).at(-1);
  if (last !== undefined) return last.place;
  throw new ConfigError(
    `Cannot archive "${hypertable.name}": --to is missing, give a folder or s3://BUCKET/PREFIX; the ` +
      "next run takes the same",
  );
}

function nameOf({ schema, name }: Hypertable): string {
  return `${schema}.${name}`;
}
