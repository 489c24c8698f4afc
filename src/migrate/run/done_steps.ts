import type { RenderedStep } from "../plan/render.ts";

/**
 * Returns the hashes of the steps that have a finished statement, given the number of finished
 * statements.
 *
 * @param hashes The hash of each step of the migration.
 */
export function doneSteps(
  steps: readonly RenderedStep[],
  hashes: readonly string[],
  done: number,
): readonly string[] {
  let left = done;
  let begun = 0;
  for (const { index, statements } of steps) {
    if (left <= 0) break;
    if (statements.length > 0) begun = index + 1;
    left -= statements.length;
  }
  return hashes.slice(0, begun);
}
