import { isLong, seedOfRun } from "../effort.ts";

/**
 * Returns the seed of the histories. The short form always takes the same ones: a bug of an old
 * server that nobody has met before is news for the long form, not for a commit.
 */
export function seedOfHistories(): number {
  return isLong || Deno.env.has("STRATA_FUZZ_SEED") ? seedOfRun() : 13;
}
