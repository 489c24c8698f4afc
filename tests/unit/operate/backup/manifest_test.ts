import assert from "node:assert/strict";
import {
  backupName,
  byAge,
  checkedText,
  instantOf,
  isBackupName,
  parseChecked,
} from "../../../../src/operate/backup/manifest/mod.ts";

Deno.test("backupName keeps the instant and makes any database's name a file's", () => {
  const at = new Date("2026-11-30T19:10:03.250Z");
  for (const database of ["strata", "a b/c", "Ünï", "..", "x-20260101T000000.000Z"]) {
    const name = backupName(database, at);
    assert.ok(isBackupName(name), name);
    assert.deepEqual(instantOf(name), at);
  }
  for (const other of ["", "strata", ".strata-20261130T191003.250Z.0a1b2c3d.part", "../x"]) {
    assert.equal(isBackupName(other), false, other);
  }
});

Deno.test("byAge sorts by the instant, whatever the database is called", () => {
  const names = ["b-20260101T000000.000Z", "a-20260102T000000.000Z", "c-20251231T000000.000Z"];
  assert.deepEqual(byAge(names), [names[2], names[0], names[1]]);
});

Deno.test("parseChecked believes only the check of the same manifest", () => {
  const checked = {
    ...{ checked: 1, seal: "s", at: "2026-01-01T00:00:00.000Z", seconds: 2, ok: true } as const,
    ...{ problems: [], server: "PostgreSQL 17.6", strata: "0.2.0" },
  };
  assert.deepEqual(parseChecked(checkedText(checked), "s"), checked);
  for (const text of [undefined, "", "{}", "null", checkedText({ ...checked, seal: "other" })]) {
    assert.equal(parseChecked(text, "s"), undefined);
  }
});
