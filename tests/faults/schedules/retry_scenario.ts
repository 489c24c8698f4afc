import assert from "node:assert/strict";
import fc from "fast-check";
import { retry } from "../../../src/base/resilience/mod.ts";
import { isRepeatableTransaction } from "../../../src/database/repeatable.ts";
import { anyChoices } from "./any_choices.ts";
import { type Gate, runSchedule } from "./schedule.ts";

/** Clients that add to one counter, and the commits whose answers are lost. */
export const anyClients = fc.record({
  clients: fc.integer({ min: 2, max: 4 }),
  lost: fc.uniqueArray(fc.nat({ max: 6 }), { maxLength: 2 }),
  choices: anyChoices(30),
});

type Clients = typeof anyClients extends fc.Arbitrary<infer Case> ? Case : never;

/**
 * Runs clients that read, add one and commit unless somebody else did in between, as a server
 * refuses a transaction that it cannot serialize. Each addition that was acknowledged or whose
 * answer was lost is there once.
 */
export async function holdRetries(
  { clients, lost, choices }: Clients,
  isRepeatable: (error: unknown) => boolean = isRepeatableTransaction,
): Promise<void> {
  let counter = 0;
  let commits = 0;
  const asleep = new Set<string>();
  const add = (name: string) => async (gate: Gate): Promise<number> => {
    const once = async (): Promise<number> => {
      asleep.delete(name);
      await gate("reads");
      const seen = counter;
      await gate("commits");
      if (counter !== seen) throw Object.assign(new Error("not serializable"), { code: "40001" });
      counter = seen + 1;
      if (lost.includes(commits++)) {
        throw Object.assign(new Error("the answer was lost"), { code: "08007" });
      }
      return counter;
    };
    const onRetry = () => void asleep.add(name);
    return await retry(once, { isRepeatable, attempts: 20, firstDelayMs: 0, onRetry });
  };
  const names = Array.from({ length: clients }, (_, i) => `client ${i}`);
  const { results, trace } = await runSchedule<number>(
    Object.fromEntries(names.map((name) => [name, add(name)])),
    // A client between two attempts comes back by itself: the others wait for it.
    { choices, blocked: (running) => Promise.resolve(running.filter((name) => !asleep.has(name))) },
  );
  const codes = results.map((result) => result.status === "fulfilled" ? "" : result.reason.code);
  assert.ok(codes.every((code) => code === "" || code === "08007"), trace.join(", "));
  assert.equal(counter, clients, `${counter} additions of ${clients}: ${trace.join(", ")}`);
  const answers = results.flatMap((result) => result.status === "fulfilled" ? [result.value] : []);
  assert.equal(new Set(answers).size, answers.length, "an addition was acknowledged twice");
}
