import type { Queryable } from "../../base/sql/mod.ts";

/** Runs work in a transaction of its own, which is rolled back where it throws. */
export async function inTransaction<Value>(
  session: Queryable,
  work: () => Promise<Value>,
): Promise<Value> {
  await session.query("begin");
  try {
    const value = await work();
    await session.query("commit");
    return value;
  } catch (error) {
    await session.query("rollback").catch(() => {});
    throw error;
  }
}
