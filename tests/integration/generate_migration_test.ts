import assert from "node:assert/strict";
import { doublePrecision, pgTable, timestamp } from "drizzle-orm/pg-core";
import { catalogAfter, waysOf, workshop } from "./generate_support.ts";
import { generateCases } from "./generate_cases.ts";
import { sharedReference } from "./drift_support.ts";
import { foldTimescale } from "../../src/migrate/catalog/fold_timescale.ts";
import type { Migration } from "../../src/migrate/mod.ts";
import { migrationSteps } from "../../src/migrate/plan/render.ts";
import { hypertable } from "../../src/timescale/mod.ts";

Deno.test("generateMigration writes modules that apply the definitions, and revert them", async (t) => {
  await using reference = await sharedReference();
  await using made = await workshop(reference);
  for (const { name, from, to, up = [], down = [], warnings = [], modules } of generateCases) {
    await t.step(name, async () => {
      const first = await made.generate("begin", { migrations: [], definitions: from });
      const migrations = [first.migration];
      const second = await made.generate(name, { migrations, definitions: to });
      assert.equal(second.empty, false);
      const [upText = "", downText = ""] = waysOf(second);
      up.forEach((pattern) => assert.match(upText, pattern));
      down.forEach((pattern) => assert.match(downText, pattern));
      warnings.forEach((pattern) => assert.match(second.warnings.join("\n"), pattern));

      if (modules !== undefined) assert.deepEqual(second.modules.map(({ id }) => id), modules);

      const all = [...migrations, ...second.migrations];
      const third = await made.generate("again", { migrations: all, definitions: to });
      assert.equal(third.empty, true, third.source);

      const isOneWay = down.some((pattern) => /cannot/.test(pattern.source));
      if (isOneWay) return;
      assert.deepEqual(
        await catalogAfter(reference, all, second.migrations.toReversed()),
        await catalogAfter(reference, migrations),
      );
      const back = second.migrations.toReversed().map((migration): Migration => ({
        ...migration,
        up: migration.down ?? (() => {}),
      }));
      assert.deepEqual(
        foldedText([...all, ...back]),
        foldedText(migrations),
      );
      assert.ok(
        second.migrations.some((migration) => migrationSteps(migration, "down").length > 0),
      );
    });
  }
  await t.step("all modules pass deno fmt, deno lint and deno check", async () => {
    assert.equal(await made.inspect("fmt", "--check"), "");
    assert.equal(await made.inspect("lint"), "");
    assert.equal(await made.inspect("check"), "");
  });
});

Deno.test("generateMigration writes an empty module if nothing differs or nothing is defined", async () => {
  await using reference = await sharedReference();
  await using made = await workshop(reference);
  const empty = await made.generate("Think of something", {
    migrations: [],
    definitions: { tables: [] },
  });
  assert.equal(empty.id, "0001_think_of_something");
  assert.equal(empty.empty, true);
  assert.deepEqual(empty.warnings, []);
  assert.deepEqual(migrationSteps(empty.migration, "up"), []);
});

Deno.test("generateMigration creates no hypertable in down that up could not make a plain table", async () => {
  await using reference = await sharedReference();
  await using made = await workshop(reference);
  const levels = pgTable("levels", {
    time: timestamp({ withTimezone: true }).notNull(),
    value: doublePrecision(),
  });
  const hypertables = [
    hypertable(levels, { by: "time", chunkInterval: "7 days", retention: { after: "1 year" } }),
  ];
  const first = await made.generate("begin", {
    migrations: [],
    definitions: { tables: [levels], hypertables },
  });
  const second = await made.generate("plain table", {
    migrations: [first.migration],
    definitions: { tables: [levels] },
  });
  const [up = "", down = ""] = waysOf(second);
  assert.match(up, /TimescaleDB cannot turn levels back into a plain table/);
  assert.match(down, /\/\/ levels is still a hypertable\./);
  assert.deepEqual(migrationSteps(second.migration, "down"), []);

  const third = await made.generate("no table", {
    migrations: [first.migration],
    definitions: { tables: [] },
  });
  assert.match(waysOf(third)[1] ?? "", /m\.createHypertable\("levels"/);
});

function foldedText(migrations: readonly Migration[]): readonly string[] {
  const { hypertables, aggregates } = foldTimescale(
    migrations.map((migration) => ({ migration })),
  );
  return [...hypertables, ...aggregates].map((model) =>
    JSON.stringify({
      ...model,
      policies: model.policies.map((policy) => JSON.stringify(policy)).sort(),
    })
  ).sort();
}
