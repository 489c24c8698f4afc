import type { MigrationBuilder } from "./builder.ts";

/** A migration as a module of it default-exports it, made by {@linkcode defineMigration}. */
export interface Migration {
  /** Its number, underscore, and its name: `0001_create_metadata_tables`. */
  readonly id: string;
  /** Adds the steps that apply it. */
  readonly up: (m: MigrationBuilder) => void;
  /** Adds the steps that revert it, or null where it cannot be reverted. */
  readonly down: ((m: MigrationBuilder) => void) | null;
  /** False where its statements run one at a time, each recorded, outside of a transaction. */
  readonly transaction: boolean;
  /** Codes of lint rules that it breaks on purpose, each with the reason. */
  readonly lintIgnore: Readonly<Record<string, string>>;
}

/** What {@linkcode defineMigration} takes. */
export interface MigrationDefinition {
  /** Adds the steps that apply it. Pure: no I/O, no clock, no randomness. */
  readonly up: (m: MigrationBuilder) => void;
  /** Adds the steps that revert it; leave it out where nothing could. */
  readonly down?: (m: MigrationBuilder) => void;
  /** False for statements that cannot run in a transaction, such as `create index concurrently`. */
  readonly transaction?: boolean;
  /** Codes of lint rules that it breaks on purpose, each with the reason. */
  readonly lintIgnore?: Readonly<Record<string, string>>;
}

/**
 * Defines a migration. Its id is a number, an underscore and a name, like its file.
 *
 * @example
 * ```ts
 * import { defineMigration } from "@strata/foundation/migrate";
 *
 * export default defineMigration("0001_create_readings", {
 *   up(m) {
 *     m.sql(`create table readings (sensor text, time timestamptz, value double precision,
 *       constraint pk_readings primary key (sensor, time))`);
 *     m.createHypertable("readings", { by: "time", chunkInterval: "7 days" });
 *   },
 *   down(m) {
 *     m.sql("drop table readings");
 *   },
 * });
 * ```
 */
export function defineMigration(id: string, definition: MigrationDefinition): Migration {
  return {
    id,
    up: definition.up,
    down: definition.down ?? null,
    transaction: definition.transaction ?? true,
    lintIgnore: definition.lintIgnore ?? {},
  };
}

/** The number of a migration: 1 of `0001_create_readings`; NaN where the id has none. */
export function migrationNumber(id: string): number {
  return Number(/^(\d+)_/.exec(id)?.[1] ?? NaN);
}
