import type { Definitions } from "../catalog/definitions.ts";
import type { ReferenceOptions } from "../catalog/reference.ts";
import { type Migration, migrationNumber } from "../author/migration.ts";
import type { OpenSession } from "../session/session.ts";
import { nextMigrationId } from "./migration_id.ts";
import { moduleSource } from "./module_source.ts";
import { readSteps } from "./read_steps.ts";
import { stageModules } from "./stage_modules.ts";

/** Options of {@linkcode generateMigration}. */
export interface GenerateOptions extends ReferenceOptions {
  /** What the migration does, in words: `add volume`. */
  readonly name: string;
  /** The existing migrations, in order. */
  readonly migrations: readonly Migration[];
  /** The definitions. Without them, the generated migration is empty. */
  readonly definitions?: Definitions;
  /** The specifier from which the module imports `defineMigration`; this package by default. */
  readonly specifier?: string;
  /** Opens a session to the database. A scratch database may be created on its server. */
  readonly open?: OpenSession;
}

/** A generated module. */
export interface GeneratedModule {
  /** The id of the migration, which is also the file name without `.ts`. */
  readonly id: string;
  /** The source of the module. */
  readonly source: string;
}

/** The result of generating: usually one migration. */
export interface GeneratedMigration extends GeneratedModule {
  /**
   * All modules, in order. Some changes need several migrations: adding an enum value and using it,
   * building an index concurrently, refreshing an aggregate.
   */
  readonly modules: readonly GeneratedModule[];
  /**
   * True if migrations and definitions do not differ. Then the functions in the module are empty.
   */
  readonly empty: boolean;
  /** What to review before applying. The source has the same warnings as comments. */
  readonly warnings: readonly string[];
  /**
   * Objects that only the migrations create, such as views, because the definitions cannot or do
   * not declare them. They stay as they are.
   */
  readonly alone: readonly string[];
}

/**
 * Generates a migration from the schema of the migrations to that of the definitions, with its
 * `down`. Both schemas are read from a reference database, which needs no server if PGlite can run
 * the migrations. A rename looks like a drop and an addition, so it is generated as that, with a
 * warning.
 *
 * @throws {ConfigError} If no id can be made from the name.
 * @throws {MigrationError} If the reference cannot be created.
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
