import assert from "node:assert/strict";
import type { Checked } from "../../../../src/operate/backup/manifest/mod.ts";
import {
  backupState,
  type ListedBackup,
  superfluous,
} from "../../../../src/operate/backup/list/mod.ts";

function checked(ok: boolean, at: string): Checked {
  return {
    ...{ checked: 1, seal: "s", at, seconds: 1, ok, problems: ok ? [] : ["ohlcv is missing"] },
    ...{ server: "PostgreSQL 17.6", strata: "0.2.0" },
  };
}

function backup(day: number, more: Partial<ListedBackup> = {}): ListedBackup {
  const at = new Date(Date.UTC(2026, 0, day));
  const none = { checked: undefined, problem: undefined };
  return { name: `day ${day}`, at, bytes: 1, database: "strata", ...none, ...more };
}

const proven = (day: number) => backup(day, { checked: checked(true, "2026-02-01T00:00:00.000Z") });

Deno.test("superfluous removes the oldest and never the last that passed its check", () => {
  const cases: readonly (readonly [ListedBackup[], number, string[]])[] = [
    [[], 1, []],
    [[backup(1), backup(2)], 2, []],
    [[backup(1), backup(2), backup(3)], 1, ["day 1", "day 2"]],
    [[proven(1), backup(2), backup(3)], 1, ["day 2"]],
    [[proven(1), proven(2), backup(3), backup(4)], 1, ["day 1", "day 3"]],
    [[backup(1), proven(2), proven(3)], 2, ["day 1"]],
    [[backup(1, { checked: checked(false, "2026-02-01T00:00:00.000Z") }), backup(2)], 1, ["day 1"]],
  ];
  for (const [list, keep, expected] of cases) assert.deepEqual(superfluous(list, keep), expected);
});

Deno.test("backupState tells the newest, the newest proven and those of no use", () => {
  assert.deepEqual(backupState([]), {
    ...{ count: 0, newestAt: null, provenAt: null, lastCheckedAt: null, bad: [] },
  });
  const failed = backup(3, { checked: checked(false, "2026-02-03T00:00:00.000Z") });
  const broken = backup(4, { problem: "its manifest was edited" });
  const state = backupState([backup(1), proven(2), failed, broken, backup(5)]);
  assert.deepEqual(state, {
    count: 5,
    newestAt: new Date("2026-01-05T00:00:00.000Z"),
    provenAt: new Date("2026-01-02T00:00:00.000Z"),
    lastCheckedAt: new Date("2026-02-01T00:00:00.000Z"),
    bad: ["day 3", "day 4"],
  });
});
