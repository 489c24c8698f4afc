import { MigrationError } from "../../base/errors.ts";
import type { Definitions } from "../catalog/definitions.ts";
import type { Migration } from "../author/migration.ts";
import { checkShapes } from "../author/registry.ts";
import { byNumber } from "../author/migration_order.ts";

/** A service's migrations and database, for the `migrate` task. */
export interface MigrateProject {
  /** Loads the ordered list of migrations: `async () => (await import("./migrations/mod.ts")).migrations`. */
  readonly load: () => Promise<readonly Migration[]>;
  /** The folder of the modules, used to find modules that are not in the list. */
  readonly folder?: URL;
  /** Returns the URL of a direct connection to the database. Called only when it is needed. */
  readonly url: () => string;
  /** The schema of the ledger; `strata_migrations` by default. */
  readonly ledger?: string;
  /**
   * Loads the definitions of what the database should hold, for `check`, `converge`, `new` and
   * `lint`.
   */
  readonly definitions?: () => Promise<Definitions>;
  /** The specifier from which new modules import `defineMigration`; this package by default. */
  readonly specifier?: string;
}

/**
 * Loads a project's migrations.
 *
 * @throws {MigrationError} If a module throws or does not load in time, or the folder holds a
 * module that is not in the list.
 */
export async function loadMigrations(
  project: MigrateProject,
  options: { readonly timeoutMs?: number } = {},
): Promise<readonly Migration[]> {
  const migrations = await within(project.load(), options.timeoutMs ?? 30_000);
  checkShapes(migrations);
  if (project.folder?.protocol !== "file:") return migrations;
  const listed = new Set(migrations.map((migration) => migration.id));
  const unlisted = (await moduleIds(project.folder)).filter((id) => !listed.has(id));
  if (unlisted.length === 0) return migrations;
  throw new MigrationError(
    `Cannot use the migrations: ${unlisted.map((id) => `"${id}"`).join(", ")} ${
      unlisted.length === 1 ? "is a module" : "are modules"
    } that mod.ts does not list; add ${
      unlisted.length === 1 ? "it" : "them"
    } there, or delete the file`,
    { migration: unlisted[0] },
  );
}

async function within<Value>(loading: Promise<Value>, timeoutMs: number): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`a module did not finish loading in ${Math.round(timeoutMs / 1000)} s`));
    }, timeoutMs);
  });
  try {
    return await Promise.race([loading, late]);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new MigrationError(`Cannot load the migrations: ${reason}`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

async function moduleIds(folder: URL): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const entry of Deno.readDir(folder)) {
    const id = /^(\d.*)\.ts$/.exec(entry.name)?.[1];
    if (entry.isFile && id !== undefined) ids.push(id);
  }
  return ids.sort(byNumber);
}
