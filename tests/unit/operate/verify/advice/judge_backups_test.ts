import assert from "node:assert/strict";
import { judgeBackups } from "../../../../../src/operate/verify/advice/backups/mod.ts";
import { ADVICE_LIMITS, type FindingCode } from "../../../../../src/operate/verify/mod.ts";

const now = new Date("2026-12-01T00:00:00Z");
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);

const cases: readonly (readonly [string, number | null, number | null, number, FindingCode[]])[] = [
  ["fresh and proven", 1, 1, 0, []],
  ["none", null, null, 0, ["backup-none"]],
  ["old", 3, 3, 0, ["backup-old"]],
  ["never proven", 1, null, 0, ["backup-unproven"]],
  ["proven long ago", 1, 9, 0, ["backup-unproven"]],
  ["one that is broken", 1, 1, 1, ["backup-bad"]],
];

for (const [name, newest, proven, bad, codes] of cases) {
  Deno.test(`judgeBackups tells of backups that are ${name}`, () => {
    const found = judgeBackups({
      count: newest === null ? 0 : 1,
      newestAt: newest === null ? null : daysAgo(newest),
      provenAt: proven === null ? null : daysAgo(proven),
      lastCheckedAt: null,
      bad: Array(bad).fill("backup-x"),
    }, { place: ".strata/backups", now, limits: ADVICE_LIMITS });
    assert.deepEqual(found.map(({ code }) => code), codes);
    for (const { remedy } of found) assert.match(remedy, /^deno task backup( list)?( && |$)/);
  });
}

Deno.test("judgeBackups names the place in its remedies where it is another", () => {
  const state = { count: 1, newestAt: now, provenAt: null, lastCheckedAt: null, bad: [] };
  const [found] = judgeBackups(state, { place: "s3://b/p", now, limits: ADVICE_LIMITS });
  assert.equal(
    found?.remedy,
    "deno task backup --to='s3://b/p' && deno task restore 's3://b/p/newest' --check",
  );
});
