import type { RenderedStep } from "../plan/render.ts";

/**
 * The hashes of the steps of which a statement is done, where a number of statements are.
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
