import assert from "node:assert/strict";
import fc from "fast-check";
import { Turnstile, type TurnstileOptions } from "../../../src/base/resilience/mod.ts";
import { anyChoices } from "./any_choices.ts";
import { type Gate, runSchedule } from "./schedule.ts";

/** Callers of a turnstile, one that gives up, and one that closes it. */
export const anyCrowd = fc.record({
  slots: fc.integer({ min: 1, max: 2 }),
  callers: fc.integer({ min: 2, max: 4 }),
  aborts: fc.boolean(),
  closes: fc.boolean(),
  choices: anyChoices(40),
});

type Crowd = typeof anyCrowd extends fc.Arbitrary<infer Case> ? Case : never;

/** Runs a crowd: never more inside than slots, everybody ends, and nothing is left over. */
export async function holdTurnstile(
  { slots, callers, aborts, closes, choices }: Crowd,
  make: (options: TurnstileOptions) => Turnstile = (options) => new Turnstile(options),
): Promise<void> {
  const refuse = (why: string) => new Error(why);
  const turnstile = make({ slots, maxWaiting: 2, refuse });
  const giveUp = new AbortController();
  let inside = 0;
  const call = (signal: AbortSignal) => async (gate: Gate): Promise<string> => {
    for (let visit = 0; visit < 2; visit++) {
      await gate("enters");
      await turnstile.enter({ timeoutMs: 60_000, signal });
      inside++;
      assert.ok(inside <= slots, `${inside} inside`);
      await gate("leaves");
      inside--;
      turnstile.leave();
    }
    return "done";
  };
  const over = new AbortController();
  const first = AbortSignal.any([giveUp.signal, over.signal]);
  const names = Array.from({ length: callers }, (_, i) => `caller ${i}`);
  const schedule = runSchedule<string>({
    ...Object.fromEntries(names.map((name, i) => [name, call(i === 0 ? first : over.signal)])),
    ...(aborts
      ? {
        abort: async (gate) => {
          await gate("aborts");
          giveUp.abort(new Error("gave up"));
          return "done";
        },
      }
      : {}),
    ...(closes
      ? {
        close: async (gate) => {
          await gate("closes");
          turnstile.close();
          await turnstile.empty();
          assert.equal(inside, 0, "closed with somebody inside");
          return "done";
        },
      }
      : {}),
    // Nobody waits for anything outside this process.
  }, { choices, patienceMs: 500 });
  // Where a race leaves somebody waiting for ever, their timers would outlive the test.
  const { results, trace } = await schedule.finally(() => over.abort());
  const story = trace.join(", ");
  for (const result of results) {
    if (result.status === "fulfilled") continue;
    const { message } = result.reason as Error; // only errors are thrown above
    const expected = ["full", ...(aborts ? ["gave up"] : []), ...(closes ? ["closed"] : [])];
    assert.ok(expected.includes(message), `${message}: ${story}`);
  }
  assert.deepEqual([turnstile.inside, turnstile.waiting], [0, 0], story);
}
