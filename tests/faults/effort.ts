/** Whether the long form runs: `deno task test:faults` asks for it, `deno task test` does not. */
export const isLong: boolean = Deno.env.get("STRATA_TEST_FAULTS") === "all";

/** Returns the size of a test: the short form shows every kind of fault, the long form every place. */
export function effort<Size>({ short, long }: { readonly short: Size; readonly long: Size }): Size {
  return isLong ? long : short;
}

const given = Deno.env.get("STRATA_FUZZ_SEED");
const seed = given === undefined ? Date.now() % 1_000_000 : Number(given);

/**
 * Returns the seed of a random test, the same throughout its file: `STRATA_FUZZ_SEED`, or one by
 * chance. A test says its seed in its name or its failure.
 */
export function seedOfRun(): number {
  return seed;
}
