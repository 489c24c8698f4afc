import { setTimeout as sleep } from "node:timers/promises";
import { type Outcome, outcomeOf } from "../integration/database_support.ts";

/** Callers that run until they are stopped. */
export interface Callers<Result> {
  /** How each call has ended so far. */
  readonly outcomes: readonly Outcome<Result>[];
  /** Lets each caller finish its call. */
  stop(): Promise<void>;
}

/** Starts callers that call again as soon as they are answered, or some milliseconds later. */
export function startCallers<Result>(
  count: number,
  call: (id: number) => Promise<Result>,
  { pauseMs }: { readonly pauseMs?: number } = {},
): Callers<Result> {
  const outcomes: Outcome<Result>[] = [];
  let begun = 0;
  let isStopped = false;
  const all = Array.from({ length: count }, async () => {
    while (!isStopped) {
      const id = begun++;
      outcomes.push(await outcomeOf(() => call(id)));
      if (pauseMs !== undefined) await sleep(pauseMs);
    }
  });
  return {
    outcomes,
    stop: async () => {
      isStopped = true;
      await Promise.all(all);
    },
  };
}
