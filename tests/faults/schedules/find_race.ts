import assert from "node:assert/strict";
import fc from "fast-check";

/** Options of {@linkcode assertSchedules}. */
export interface SchedulesOptions {
  readonly seed: number;
  readonly numRuns: number;
}

/**
 * Holds every schedule to what a case asserts; a failure names its seed and the shortest case that
 * shows it.
 */
export async function assertSchedules<Case>(
  cases: fc.Arbitrary<Case>,
  hold: (one: Case) => Promise<unknown>,
  options: SchedulesOptions,
): Promise<void> {
  await fc.assert(fc.asyncProperty(cases, async (one) => void await hold(one)), options);
}

/**
 * Asserts that a race put in on purpose is found, and found again from the same seed; with
 * `inTurn`, that it is a race: the same actors one after another show nothing.
 */
export async function assertRaceFound<Case extends { readonly choices: readonly number[] }>(
  cases: fc.Arbitrary<Case>,
  hold: (one: Case) => Promise<unknown>,
  { inTurn = false, ...options }: SchedulesOptions & { readonly inTurn?: boolean },
): Promise<number> {
  const property = fc.asyncProperty(cases, async (one) => void await hold(one));
  const found = await fc.check(property, { ...options, endOnFailure: true });
  const { counterexample, counterexamplePath: path, numRuns, seed } = found;
  assert.ok(
    counterexample !== null && path !== null,
    `seed ${seed}: no schedule of ${numRuns} finds the race`,
  );
  const again = await fc.check(property, { ...options, path, endOnFailure: true });
  assert.deepEqual(again.counterexample, counterexample, `seed ${seed}, path ${path}`);
  if (inTurn) await hold({ ...counterexample[0], choices: [] });
  return numRuns;
}
