import type { MigrationBuilder } from "./builder.ts";

/** A migration, created by {@linkcode defineMigration}. Each module exports one as its default. */
export interface Migration {
  /** Its number, an underscore and its name: `0001_create_metadata_tables`. */
  readonly id: string;
  /** Adds the steps that apply it. */
  readonly up: (m: MigrationBuilder) => void;
  /** Adds the steps that revert it; null if it cannot be reverted. */
  readonly down: ((m: MigrationBuilder) => void) | null;
  /** False if its statements run one by one, each recorded, instead of in one transaction. */
  readonly transaction: boolean;
  /** Codes of lint rules that it breaks on purpose, each with the reason. */
  readonly lintIgnore: Readonly<Record<string, string>>;
}

/** Options of {@linkcode defineMigration}. */
export interface MigrationDefinition {
  /** Adds the steps that apply it. It must be pure: no I/O, no clock, no randomness. */
  readonly up: (m: MigrationBuilder) => void;
  /** Adds the steps that revert it. Omit it if the migration cannot be reverted. */
  readonly down?: (m: MigrationBuilder) => void;
  /** False for statements that cannot run in a transaction, such as `create index concurrently`. */
  readonly transaction?: boolean;
  /** Codes of lint rules that it breaks on purpose, each with the reason. */
  readonly lintIgnore?: Readonly<Record<string, string>>;
}

/**
 * Defines a migration. Its id is a number, an underscore and a name, like its file name.
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

/**
 * Returns the number of a migration: 1 for `0001_create_readings`, NaN for an id without a number.
 */
export function migrationNumber(id: string): number {
  return Number(/^(\d+)_/.exec(id)?.[1] ?? NaN);
}
