import type { DrizzleTarget } from "../../ingest/stage/write_target.ts";

/** Runs work in a transaction that is rolled back. */
export async function undone<Result>(
  drizzle: DrizzleTarget,
  work: (tx: DrizzleTarget) => Promise<Result>,
): Promise<Result> {
  const done = Symbol("done");
  let result: Result | undefined;
  try {
    await drizzle.transaction(async (tx) => {
      result = await work(tx);
      throw done;
    });
  } catch (error) {
    if (error !== done) throw error;
  }
  // as: the transaction threw anything but `done` otherwise.
  return result as Result;
}
