import { serverTest } from "../../support/mod.ts";
import { effort, isLong, seedOfRun } from "../effort.ts";
import { recordFigures } from "../figures.ts";
import { assertRaceFound, assertSchedules } from "./find_race.ts";
import { anyMigrators, holdMigrators, rememberingLedger } from "./migrators_scenario.ts";

const seed = seedOfRun();
const numRuns = effort({ short: 4, long: 150 });

serverTest(
  "timescaledb",
  `migrators at one database, statement by statement in every order, seed ${seed}`,
  async (_t, { url, client }) => {
    let statements = 0;
    await assertSchedules(anyMigrators, async (one) => {
      statements += await holdMigrators(one, { url, client });
    }, { seed, numRuns });
    await recordFigures("schedules-migrators", {
      cases: numRuns,
      note: `${statements} statements`,
    });
  },
);

serverTest(
  "timescaledb",
  `a ledger not read again under its lock is found, seed ${seed}`,
  async (_t, { url, client }) => {
    const runs = await assertRaceFound(anyMigrators, async (one) => {
      await holdMigrators({ ...one, isStepwise: false }, {
        url,
        client,
        wrapFor: rememberingLedger,
      });
    }, { seed: isLong ? seed : 13, numRuns: 100, inTurn: true });
    await recordFigures("races-found", {
      faults: 1,
      note: `a ledger not read again: ${runs} schedules`,
    });
  },
);
