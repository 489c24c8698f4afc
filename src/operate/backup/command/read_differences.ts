import {
  checkDrift,
  type Definitions,
  type Migration,
  openPostgresSession,
} from "../../../migrate/mod.ts";

/**
 * Compares a database with what its migrations create. Which of them are applied is no matter here:
 * a newer Strata may have more.
 *
 * @returns Each difference as a line.
 */
export async function readDifferences(
  url: string,
  { migrations, definitions }: {
    readonly migrations: readonly Migration[];
    readonly definitions: Definitions;
  },
): Promise<readonly string[]> {
  const open = () => openPostgresSession(url, { applicationName: "strata backup" });
  const { differences } = await checkDrift({ open, migrations, definitions });
  return differences.filter(({ layer }) => layer === "database")
    .map(({ object, property, expected, actual }) =>
      `${object}, ${property}: expected ${expected ?? "none"}, found ${actual ?? "none"}`
    );
}
