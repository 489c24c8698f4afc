import { ConfigError } from "../../base/errors.ts";
import { type Migration, migrationNumber } from "../author/migration.ts";

/**
 * The id of the migration that follows: `0005_add_volume` of `add volume`, `add-volume` or `AddVolume`.
 *
 * @param number Its number, that behind the last one by default.
 * @throws {ConfigError} Where the name has no letters or digits to make an id of.
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
      `Cannot name a migration "${name}": say in words what it does, as in add_volume`,
    );
  }
  return `${String(number).padStart(4, "0")}_${words.join("_")}`;
}
