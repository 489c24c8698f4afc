import type { Queryable } from "../../base/sql/mod.ts";
import type { ConnectionSource } from "../columns/mod.ts";
import { problemOf } from "./_problem_of.ts";
import { Problem } from "./problem.ts";

/**
 * Tells whether the database answers and has what the API reads.
 *
 * @throws {Problem} If it does not.
 */
export async function checkReadiness(
  source: ConnectionSource,
  ask: (() => Promise<string | undefined>) | undefined,
): Promise<Response> {
  try {
    const client = await source.connect();
    try {
      // as: the driver's client is such a thing.
      await (client as Queryable).query("select strata.instant(now())");
    } finally {
      client.release();
    }
  } catch (error) {
    throw problemOf(error);
  }
  const state = await ask?.();
  if (state !== undefined) throw new Problem("unavailable", state);
  return Response.json({ status: "ready" }, { headers: { "cache-control": "no-store" } });
}
