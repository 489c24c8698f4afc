import type { Definitions } from "../catalog/definitions.ts";
import type { ReferenceOptions } from "../catalog/reference.ts";
import { type Migration, migrationNumber } from "../author/migration.ts";
import type { OpenSession } from "../session/session.ts";
import { nextMigrationId } from "./migration_id.ts";
import { moduleSource } from "./module_source.ts";
import { readSteps } from "./read_steps.ts";
import { stageModules } from "./stage_modules.ts";

/** What a migration is generated from. */
export interface GenerateOptions extends ReferenceOptions {
  /** What it does, in words: `add volume`. */
  readonly name: string;
  /** The migrations so far, in order. */
  readonly migrations: readonly Migration[];
  /** The definitions; without them the migration is empty. */
  readonly definitions?: Definitions;
  /** Where the module imports `defineMigration` from; this package by default. */
  readonly specifier?: string;
  /** Opens a session to the database, on whose server a scratch database may be made. */
  readonly open?: OpenSession;
}

/** A module that was generated. */
export interface GeneratedModule {
  /** The migration's id, and its file's name without `.ts`. */
  readonly id: string;
  /** The source of the module. */
  readonly source: string;
}

/** A difference that was generated: one migration as a rule. */
export interface GeneratedMigration extends GeneratedModule {
  /**
   * Every module, in order. They are several where one migration cannot hold everything: a value added
   * to an enumerated type and its use, an index built concurrently, an aggregate refreshed.
   */
  readonly modules: readonly GeneratedModule[];
  /** True where migrations and definitions do not differ: its functions are for you to fill. */
  readonly empty: boolean;
  /** What to look at before it is applied; comments in the source say the same. */
  readonly warnings: readonly string[];
  /**
   * What stands in the migrations alone, because definitions have no words for it or are silent about
   * it, such as a view: it stays as it is.
   */
  readonly alone: readonly string[];
}

/**
 * Generates the migration that makes of what the migrations say what the definitions say, with its way
 * back. Both are tried in a reference, which needs no server where PGlite can run the migrations. A
 * rename cannot be told from dropping the one and adding the other, and is written as that, with a
 * warning.
 *
 * @throws {ConfigError} Where the name makes no id.
 * @throws {MigrationError} Where the reference cannot be made.
 */
export async function generateMigration(options: GenerateOptions): Promise<GeneratedMigration> {
  const { name, migrations, definitions, specifier = "@strata/foundation/migrate" } = options;
  const { up, down, alone } = definitions === undefined
    ? { up: [], down: [], alone: [] }
    : await readSteps(definitions, options);
  const first = nextMigrationId(name, migrations);
  const modules = stageModules(up, down).map(({ suffix, ...parts }, i): GeneratedModule => {
    const id = nextMigrationId(`${name}${suffix}`, migrations, migrationNumber(first) + i);
    return { id, source: moduleSource({ id, specifier, alone, ...parts }) };
  });
  const [{ id, source } = { id: first, source: "" }] = modules;
  return {
    id,
    source,
    modules,
    empty: up.length === 0,
    warnings: up.flatMap(({ warning }) => warning ?? []),
    alone,
  };
}
