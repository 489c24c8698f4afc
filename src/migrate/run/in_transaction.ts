import type { Queryable } from "../../base/sql/mod.ts";

/** Runs work in a transaction. If it throws, the transaction is rolled back. */
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
