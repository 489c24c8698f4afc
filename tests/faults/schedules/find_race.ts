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
  hold: (one: Case) => Promise<void>,
  options: SchedulesOptions,
): Promise<void> {
  await fc.assert(fc.asyncProperty(cases, hold), options);
}

/** Asserts that a race put in on purpose is found, and found again from the same seed. */
export async function assertRaceFound<Case>(
  cases: fc.Arbitrary<Case>,
  hold: (one: Case) => Promise<void>,
  options: SchedulesOptions,
): Promise<number> {
  const once = async () => {
    const found = await fc.check(fc.asyncProperty(cases, hold), { ...options, endOnFailure: true });
    assert.ok(found.failed, `seed ${options.seed}: no schedule of ${found.numRuns} finds the race`);
    return found;
  };
  const [first, again] = [await once(), await once()];
  assert.deepEqual(again.counterexample, first.counterexample, "another schedule from its seed");
  assert.equal(again.numRuns, first.numRuns);
  return first.numRuns;
}
