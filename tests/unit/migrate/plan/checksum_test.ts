import assert from "node:assert/strict";
import { migrations } from "../../../../migrations/mod.ts";
import { defineMigration, type Migration } from "../../../../src/migrate/author/migration.ts";
import { firstChecksums } from "../../../fixtures/first_checksums.ts";
import { matchChecksum, migrationChecksum } from "../../../../src/migrate/plan/checksum.ts";

const withSql = (sql: string) =>
  migrationChecksum(defineMigration("0001_a", { up: (m) => m.sql(sql) }));

Deno.test("migrationChecksum depends on the SQL, but not on line ends or indentation", () => {
  const one = withSql("create table a (\n  b int\n);");
  assert.equal(withSql("\r\n    create table a (\r\n      b int\r\n    )\r\n"), one);
  assert.notEqual(withSql("create table a (\n  b bigint\n);"), one);
});

Deno.test("migrationChecksum distinguishes texts that differ only in spaces", () => {
  const one = withSql("insert into notes values ('one   \n      two\t\n  three')");
  assert.notEqual(withSql("insert into notes values ('one\n  two\nthree')"), one);
  assert.notEqual(withSql("insert into notes values ('one   \r\n      two\t\n  three')"), one);
});

const full = defineMigration("0001_a", {
  up(m) {
    m.sql("create table a (b int, c timestamptz)");
    m.createHypertable("a", { by: "c", chunkInterval: "1 day" });
    m.createContinuousAggregate("d", { query: "select 1\n  from a", materializedOnly: true });
  },
  down: (m) => m.sql("drop table a"),
});

Deno.test("migrationChecksum has its algorithm's number, and covers up, down and the transaction", () => {
  const base = migrationChecksum(full);
  assert.match(base, /^2:[0-9a-f]{64}:[0-9a-f]{64}$/);
  const changes: Partial<Migration>[] = [
    { transaction: false },
    { down: null },
    { down: (m) => m.sql("drop table b") },
    { up: (m) => m.sql("create table a (b int, c timestamptz)") },
  ];
  for (const change of changes) {
    assert.notEqual(migrationChecksum({ ...full, ...change }), base, JSON.stringify(change));
  }
  assert.equal(migrationChecksum({ ...full, id: "0002_b", lintIgnore: { a: "b" } }), base);
});

Deno.test("migrationChecksum depends on the options of builder steps, but not on their order", () => {
  const said = (options: { chunkInterval: string; by: string }) =>
    migrationChecksum(defineMigration("0001_a", { up: (m) => m.createHypertable("a", options) }));
  assert.equal(
    said({ chunkInterval: "1 day", by: "c" }),
    said({ by: "c", chunkInterval: "1 day" }),
  );
  assert.notEqual(
    said({ by: "c", chunkInterval: "1 day" }),
    said({ by: "c", chunkInterval: "2 days" }),
  );
});

Deno.test("migrationChecksum handles a down that always throws", () => {
  const oneWay = (): void => {
    throw new Error("there is no way back");
  };
  assert.notEqual(
    migrationChecksum({ ...full, down: oneWay }),
    migrationChecksum({ ...full, down: null }),
  );
});

Deno.test("matchChecksum says which half was edited", () => {
  const recorded = migrationChecksum(full);
  const match = (change: Partial<Migration>) => {
    const edited = { ...full, ...change };
    return matchChecksum(recorded, edited, migrationChecksum(edited));
  };
  assert.equal(match({}), "same");
  assert.equal(match({ down: null }), "edited down");
  assert.equal(match({ up: (m) => m.sql("select 1") }), "edited up");
  assert.equal(
    matchChecksum("3:later", full, migrationChecksum(full)),
    "unknown algorithm",
  );
});

for (const [id, recorded] of Object.entries(firstChecksums)) {
  Deno.test(`matchChecksum finds ${id} unedited in a ledger of an early release`, () => {
    const migration = migrations.find((one) => one.id === id);
    assert.ok(migration);
    assert.equal(matchChecksum(recorded, migration, migrationChecksum(migration)), "same");
    const edited = { ...migration, up: () => {} };
    assert.equal(matchChecksum(recorded, edited, migrationChecksum(edited)), "edited up");
  });
}
