import type { History } from "./history.ts";

/**
 * Leaves out every statement without which a history still differs, from the last to the first: at
 * most one run a statement, where a general way of shrinking would need hundreds.
 */
export async function shrinkHistory(
  history: History,
  differs: (history: History) => Promise<boolean>,
): Promise<History> {
  let { steps } = history;
  for (let i = steps.length - 1; i >= 0; i--) {
    const fewer = { ...history, steps: steps.toSpliced(i, 1) };
    if (await differs(fewer)) steps = fewer.steps;
  }
  return { ...history, steps };
}
