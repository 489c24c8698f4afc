import assert from "node:assert/strict";
import { Journal, judgeJournal, violations } from "../../faults/journal.ts";

const entry = (key: string, value = key) => ({ key, value });
const sent = new Map([["a", new Set(["a"])], ["b", new Set(["b"])]]);

Deno.test("a row that was acknowledged and is not stored is named", () => {
  assert.deepEqual(
    violations({ sent, acknowledged: [entry("a"), entry("b")], stored: [entry("a")] }),
    ["acknowledged but not stored: b"],
  );
});

Deno.test("a row that nobody sent, or with another value, is named", () => {
  assert.deepEqual(violations({ sent, acknowledged: [], stored: [entry("c"), entry("a", "z")] }), [
    "stored but not sent: c = c",
    "stored but not sent: a = z",
  ]);
});

Deno.test("a key that is stored twice is named", () => {
  assert.deepEqual(violations({ sent, acknowledged: [], stored: [entry("a"), entry("a")] }), [
    "stored twice: a",
  ]);
});

Deno.test("a re-run may send what was lost, and then inserts nothing", async () => {
  await using journal = await Journal.create();
  journal.sent([entry("a"), entry("b")]);
  journal.acknowledged([entry("a")]);
  const stored = [entry("a")];
  const inserts = [1, 0];
  const verdict = await judgeJournal(journal, {
    stored: () => Promise.resolve(stored.slice()),
    again: () => {
      if (stored.length === 1) stored.push(entry("b"));
      return Promise.resolve(inserts.shift() ?? 0);
    },
  });
  assert.deepEqual(verdict, { acknowledged: 1, stored: 1 });
  await assert.rejects(
    judgeJournal(journal, {
      stored: () => Promise.resolve(stored),
      again: () => Promise.resolve(1),
    }),
    /a re-run inserted rows/,
  );
});

Deno.test("the line of a writer killed while it noted counts as not sent", async () => {
  await using journal = await Journal.create();
  journal.sent([entry("a")]);
  await Deno.writeTextFile(journal.path, '["sent","b', { append: true });
  assert.deepEqual([...(await journal.read()).sent.keys()], ["a"]);
});
