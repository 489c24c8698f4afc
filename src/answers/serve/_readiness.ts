import type { Database } from "../../database/mod.ts";
import { problemOf } from "./_problem_of.ts";
import { Problem } from "./problem.ts";

/**
 * Tells whether the database answers and has what the API reads.
 *
 * @throws {Problem} If it does not.
 */
export async function checkReadiness(
  { pool }: Pick<Database, "pool">,
  ask: (() => Promise<string | undefined>) | undefined,
): Promise<Response> {
  try {
    await pool.query("select strata.instant(now())");
  } catch (error) {
    throw problemOf(error);
  }
  const state = await ask?.();
  if (state !== undefined) throw new Problem("unavailable", state);
  return Response.json({ status: "ready" }, { headers: { "cache-control": "no-store" } });
}
