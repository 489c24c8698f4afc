import { Turnstile } from "../../../src/base/resilience/mod.ts";
import { effort, seedOfRun } from "../effort.ts";
import { recordFigures } from "../figures.ts";
import { assertRaceFound, assertSchedules } from "./find_race.ts";
import { anyClients, holdRetries } from "./retry_scenario.ts";
import { anyCrowd, holdTurnstile } from "./turnstile_scenario.ts";

const seed = seedOfRun();
const numRuns = effort({ short: 300, long: 10_000 });

Deno.test(`a turnstile holds in every order of entering, leaving, giving up and closing, seed ${seed}`, async () => {
  await assertSchedules(anyCrowd, (crowd) => holdTurnstile(crowd), { seed, numRuns });
  await recordFigures("schedules-process", { cases: numRuns });
});

Deno.test(`repeated transactions add exactly once in every order, seed ${seed}`, async () => {
  await assertSchedules(anyClients, (clients) => holdRetries(clients), { seed, numRuns });
  await recordFigures("schedules-process", { cases: numRuns });
});

class ReleasingTwice extends Turnstile {
  override leave(): void {
    super.leave();
    super.leave();
  }
}

Deno.test(`a slot given back twice is found, seed ${seed}`, async () => {
  const hold = (crowd: Parameters<typeof holdTurnstile>[0]) =>
    holdTurnstile(crowd, (options) => new ReleasingTwice(options));
  const runs = await assertRaceFound(anyCrowd, hold, { seed, numRuns: 300 });
  await recordFigures("races-found", {
    faults: 1,
    note: `a slot given back twice: ${runs} schedules`,
  });
});

Deno.test(`a transaction repeated after its answer was lost is found, seed ${seed}`, async () => {
  const hold = (clients: Parameters<typeof holdRetries>[0]) => holdRetries(clients, () => true);
  const runs = await assertRaceFound(anyClients, hold, { seed, numRuns: 300 });
  await recordFigures("races-found", {
    faults: 1,
    note: `a lost answer repeated: ${runs} schedules`,
  });
});
