import assert from "node:assert/strict";
import fc from "fast-check";
import { serverTest } from "../../support/mod.ts";
import { effort } from "../effort.ts";
import { recordFigures } from "../figures.ts";
import { anyHistory, type History } from "./history.ts";
import { runHistory } from "./run_history.ts";
import { seedOfHistories } from "./seed.ts";
import { shrinkHistory } from "./shrink_history.ts";

const seed = seedOfHistories();

const kinds = [
  ["community", "plain, hyper- and compressed tables", effort({ short: 15, long: 400 })],
  ["timescaledb", "plain tables and hypertables", effort({ short: 12, long: 200 })],
] as const;

for (const [kind, tables, numRuns] of kinds) {
  serverTest(kind, `random statements answer alike on ${tables}, seed ${seed}`, async (_t, db) => {
    const known: string[] = [];
    let cases = 0;
    const options = { compresses: kind === "community", knows: true };
    const run = (history: History) => runHistory(db.client, history, options);
    const found = await fc.check(
      fc.asyncProperty(anyHistory, async (history) => {
        const { compared, difference, known: met } = await run(history);
        known.push(...met);
        cases += compared;
        return difference === undefined;
      }),
      { numRuns, seed, endOnFailure: true },
    );
    if (found.counterexample !== null) {
      const differs = async (history: History) => (await run(history)).difference !== undefined;
      const small = await shrinkHistory(found.counterexample[0], differs);
      assert.fail(`seed ${seed}: ${(await run(small)).difference}`);
    }
    assert.equal(found.failed, false, String(found.errorInstance));
    await recordFigures("same-answers", { cases });
    if (known.length > 0) {
      await recordFigures("same-answers", { note: [...new Set(known)].sort().join(", ") });
    }
  }, { timescaledb: true });
}
