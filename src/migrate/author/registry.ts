import { MigrationError } from "../../base/errors.ts";
import { type Migration, migrationNumber } from "./migration.ts";

/**
 * Checks that migrations have ids like `0001_create_readings`, are numbered from 1 without gaps,
 * and are listed in order.
 *
 * @throws {MigrationError} If there are problems; the message lists all of them.
 */
export function checkMigrations(migrations: readonly Migration[]): void {
  checkShapes(migrations);
  const problems = migrationProblems(migrations.map((migration) => migration.id));
  const [first] = problems;
  if (first === undefined) return;
  throw new MigrationError(
    `Cannot use the migrations: ${problems.map((problem) => problem.text).join("; ")}`,
    {
      migration: first.id,
    },
  );
}

/**
 * Checks that each entry of a list was made by `defineMigration`: what a module exports is not
 * checked by types at run time.
 *
 * @throws {MigrationError} If one was not.
 */
export function checkShapes(migrations: readonly unknown[]): void {
  const place = migrations.findIndex((one) => !isMigration(one));
  if (place < 0) return;
  throw new MigrationError(
    `Cannot use the migrations: number ${place + 1} of the list is no migration: its module has ` +
      "to export default defineMigration(…)",
  );
}

function isMigration(value: unknown): boolean {
  return typeof value === "object" && value !== null &&
    "id" in value && typeof value.id === "string" &&
    "up" in value && typeof value.up === "function" &&
    "down" in value && (value.down === null || typeof value.down === "function");
}

/** Returns the problems of a list of ids. */
export function migrationProblems(ids: readonly string[]): readonly { id: string; text: string }[] {
  const problems: { id: string; text: string }[] = [];
  const byNumber = new Map<number, string>();
  let expected = 1;
  for (const id of ids) {
    const number = migrationNumber(id);
    const earlier = byNumber.get(number);
    if (!idPattern.test(id)) {
      problems.push({
        id,
        text: `"${id}" is not a valid id: use four digits and words, as in 0001_create_readings`,
      });
    } else if (earlier !== undefined) {
      problems.push({ id, text: `"${id}" has the number of "${earlier}": renumber one of them` });
    } else if (number > expected) {
      const missing = number - 1 === expected ? `${expected}` : `${expected} to ${number - 1}`;
      problems.push({ id, text: `number ${missing} is missing before "${id}"` });
    } else if (number < expected) {
      problems.push({ id, text: `"${id}" stands out of order: list them by number` });
    }
    byNumber.set(number, id);
    if (number >= expected) expected = number + 1;
  }
  return problems;
}

/**
 * Finds a migration by number or id.
 *
 * @throws {MigrationError} If there is none.
 */
export function findMigration(migrations: readonly Migration[], text: string): Migration {
  const found = migrations.find((migration) =>
    migration.id === text || (/^\d+$/.test(text) && migrationNumber(migration.id) === Number(text))
  );
  if (found !== undefined) return found;
  throw new MigrationError(
    `Cannot find the migration "${text}": there are ${migrations.length}, the newest is ${
      migrations.at(-1)?.id ?? "none"
    }`,
  );
}

const idPattern = /^\d{4,}_[a-z0-9]+(?:_[a-z0-9]+)*$/;
