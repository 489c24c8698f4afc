import assert from "node:assert/strict";
import { compareContents, type Contents } from "../../../../src/operate/backup/contents/mod.ts";
import { connectionVariables } from "../../../../src/operate/backup/programs/mod.ts";
import { settingSql } from "../../../../src/operate/backup/restore/create_roles.ts";
import { withoutSchema } from "../../../../src/operate/backup/restore/run_restore.ts";

Deno.test("settingSql writes a setting of the catalog as it was", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["statement_timeout=5s", `set "statement_timeout" to '5s'`],
    ["timescaledb.license=apache", `set "timescaledb"."license" to 'apache'`],
    ['search_path=public, "$user", "Two ""W"', `set "search_path" to 'public', '$user', 'Two "W'`],
    ["search_path=", `set "search_path" to ''`],
    ["application_name=it's a=b", `set "application_name" to 'it''s a=b'`],
  ];
  for (const [setting, expected] of cases) assert.equal(settingSql(setting), expected);
});

Deno.test("withoutSchema leaves the extension and its schema out of a list", () => {
  const list = [
    "; Archive",
    "7; 2615 16385 SCHEMA - extensions strata",
    "2; 3079 16386 EXTENSION - timescaledb ",
    "9; 0 0 COMMENT - EXTENSION timescaledb ",
    "8; 2615 2200 SCHEMA - extensions_other strata",
    "10; 1259 17 TABLE public ohlcv strata",
  ];
  assert.deepEqual(withoutSchema(list.join("\n"), "extensions").split("\n"), [
    list[0],
    list[4],
    list[5],
  ]);
});

Deno.test("connectionVariables names a database without an argument", () => {
  const url = "postgres://us%40er:p%2Fw@[::1]:5433/my%20db?sslmode=verify-full&sslrootcert=/ca.pem";
  const { host, port, user, database, password, variables } = connectionVariables(url);
  assert.deepEqual([host, port, user, database, password], [
    ...["::1", "5433", "us@er", "my db", "p/w"],
  ]);
  assert.equal(variables["PGPASSWORD"], "p/w");
  assert.equal(variables["PGSSLMODE"], "verify-full");
  assert.equal(variables["PGSSLROOTCERT"], "/ca.pem");
  assert.equal("PGPASSWORD" in connectionVariables("postgres://u@h/d").variables, false);
});

Deno.test("compareContents names each difference", () => {
  const expected: Contents = {
    tables: { a: { rows: 1, hash: "1" }, b: { rows: 2, hash: "2" }, c: { rows: 3, hash: "3" } },
    ...{ hypertables: {}, chunks: { k: "status 1" }, aggregates: {}, jobs: { "1000 p": "x" } },
    ...{ objects: { views: "2" }, migrations: { "0001": "applied" } },
  };
  assert.deepEqual(compareContents(expected, structuredClone(expected)), []);
  const found: Contents = {
    tables: { a: { rows: 1, hash: "9" }, b: { rows: 1, hash: "2" }, d: { rows: 0, hash: "0" } },
    ...{ hypertables: { h: "x" }, chunks: { k: "status 0" }, aggregates: {}, jobs: {} },
    ...{ objects: { views: "1" }, migrations: { "0001": "applied" } },
  };
  assert.deepEqual(compareContents(expected, found), [
    "a has rows with other values",
    "b has 1 rows, not 2",
    "c is missing",
    "table d is there and was not backed up",
    "hypertable h is there and was not backed up",
    'chunk k is "status 0", not "status 1"',
    "job 1000 p is missing",
    'the number of views is "1", not "2"',
  ]);
});
