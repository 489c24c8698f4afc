import { ConfigError } from "../../base/errors.ts";
import { type Migration, migrationNumber } from "../author/migration.ts";

/**
 * Returns the id of the next migration: `0005_add_volume` for `add volume`, `add-volume` or
 * `AddVolume`.
 *
 * @param number The number; by default, the one after the last migration.
 * @throws {ConfigError} If the name contains no ASCII letters or digits.
 */
export function nextMigrationId(
  name: string,
  migrations: readonly Migration[],
  number: number = Math.max(0, ...migrations.map(({ id }) => migrationNumber(id))) + 1,
): string {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  if (words.length === 0) {
    throw new ConfigError(
      `Cannot name a migration "${name}": it has no letters or digits, write what it does, as in add_volume`,
    );
  }
  return `${String(number).padStart(4, "0")}_${words.join("_")}`;
}
