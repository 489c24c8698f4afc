import assert from "node:assert/strict";
import { MigrationError } from "../../../../src/base/errors.ts";
import { defineMigration } from "../../../../src/migrate/author/migration.ts";
import {
  checkMigrations,
  findMigration,
  migrationProblems,
} from "../../../../src/migrate/author/registry.ts";

const cases: readonly { ids: readonly string[]; problem: RegExp | null }[] = [
  { ids: [], problem: null },
  { ids: ["0001_a", "0002_b_c"], problem: null },
  { ids: ["0001_a", "0001_b"], problem: /"0001_b" has the number of "0001_a"/ },
  { ids: ["0001_a", "0003_c"], problem: /number 2 is missing before "0003_c"/ },
  { ids: ["0001_a", "0005_c"], problem: /number 2 to 4 is missing/ },
  { ids: ["0002_b"], problem: /number 1 is missing/ },
  { ids: ["0001_a", "0002_b", "0001x"], problem: /"0001x" is not a valid id/ },
  { ids: ["1_a"], problem: /"1_a" is not a valid id/ },
  { ids: ["0001_A"], problem: /"0001_A" is not a valid id/ },
  { ids: ["0001_a", "0003_c", "0002_b"], problem: /"0002_b" stands out of order/ },
];
for (const { ids, problem } of cases) {
  Deno.test(`migrationProblems ${problem === null ? "accepts" : "names"} ${ids.join(", ") || "none"}`, () => {
    const text = migrationProblems(ids).map((found) => found.text).join("; ");
    if (problem === null) assert.equal(text, "");
    else assert.match(text, problem);
  });
}

const migrations = ["0001_a", "0002_b"].map((id) => defineMigration(id, { up: () => {} }));

Deno.test("checkMigrations throws all problems at once", () => {
  const bad = ["0001_a", "0001_b", "0004_d"].map((id) => defineMigration(id, { up: () => {} }));
  assert.throws(() => checkMigrations(bad), (error: unknown) => {
    return error instanceof MigrationError && /0001_b/.test(error.message) &&
      /0004_d/.test(error.message);
  });
});

Deno.test("findMigration finds a number or an id, and otherwise names what there is", () => {
  assert.equal(findMigration(migrations, "2").id, "0002_b");
  assert.equal(findMigration(migrations, "0001_a").id, "0001_a");
  assert.throws(() => findMigration(migrations, "9"), /there are 2, the newest is 0002_b/);
});

Deno.test("checkMigrations names an entry that defineMigration did not make", () => {
  for (const entry of [undefined, null, {}, "0003_c", { id: "0003_c" }, { up() {} }]) {
    assert.throws(
      // as: what a module exports is not checked at run time
      () => checkMigrations([...migrations, entry as never]),
      /Cannot use the migrations: number 3 of the list is no migration: .*defineMigration/,
    );
  }
});
