import assert from "node:assert/strict";
import fc from "fast-check";
import type pg from "pg";
import { KNOWN_BUGS } from "../../../src/operate/verify/advice/timescaledb/known_bugs/bugs.ts";
import { detectServer, isAtLeast } from "../../../src/timescale/mod.ts";
import { serverTest, throwawayDatabase } from "../../support/mod.ts";
import { recordFigures } from "../figures.ts";
import { CORPUS } from "./corpus.ts";
import { anyHistory, type History, statementsOf } from "./history.ts";
import { losingRows } from "./lost_rows.ts";
import { runHistory, type RunOptions } from "./run_history.ts";
import { seedOfHistories } from "./seed.ts";
import { shrinkHistory } from "./shrink_history.ts";

const seed = seedOfHistories();
const compresses = true;

serverTest(
  "community",
  "what once failed fails where its bug is, and nowhere else",
  async (t, db) => {
    const { timescaledb } = await detectServer(db.client);
    for (const { code, history } of CORPUS) {
      const { mendedIn = null } = KNOWN_BUGS.find((bug) => bug.code === code) ?? {};
      const hasBug = mendedIn === null || !isAtLeast(timescaledb ?? "0", mendedIn);
      await t.step(`${code}: ${hasBug ? "met" : "mended"}`, async () => {
        const { difference, known } = await runHistory(db.client, history, {
          compresses,
          knows: true,
        });
        assert.equal(difference, undefined);
        assert.deepEqual(known, hasBug ? [code] : []);
      });
    }
  },
  { timescaledb: true },
);

/** Looks for the lost rows of #7672, and says how small it made what finds them. */
async function assertFound(client: pg.Client, options: RunOptions): Promise<void> {
  const loses = async (history: History): Promise<boolean> => {
    const { difference } = await runHistory(client, history, options);
    // Other bugs of an old server are not looked for here.
    return difference !== undefined && /^-- then: (insert|select \* from)/m.test(difference);
  };
  const begun = performance.now();
  const found = await fc.check(
    fc.asyncProperty(anyHistory, async (history) => !await loses(history)),
    { numRuns: 2_000, seed, interruptAfterTimeLimit: 120_000, endOnFailure: true },
  );
  const took = Math.round(performance.now() - begun);
  assert.ok(found.counterexample !== null, `seed ${seed}: nothing in ${took} ms`);
  const statements = statementsOf(await shrinkHistory(found.counterexample[0], loses));
  assert.ok(statements.length <= 10, `seed ${seed}:\n${statements.join(";\n")}`);
  assert.ok(statements.some((sql) => /on conflict .* do nothing/.test(sql)));
  await recordFigures("found-lost-rows", {
    faults: 1,
    note: `${statements.length} statements after ${took} ms`,
  });
}

serverTest("community", `rows lost as in #7672 are found, seed ${seed}`, async (_t, db) => {
  await assertFound(db.client, { compresses, knows: false, through: losingRows });
}, { timescaledb: true });

const old = Deno.env.get("STRATA_TEST_OLD_COMMUNITY_URL");
Deno.test({
  name: `TimescaleDB 2.18.0 loses rows, and they are found, seed ${seed}` +
    (old === undefined ? " (needs STRATA_TEST_OLD_COMMUNITY_URL)" : ""),
  ignore: old === undefined,
  async fn() {
    await using db = await throwawayDatabase(old ?? "", { timescaledb: true });
    await assertFound(db.client, { compresses, knows: false });
  },
});
