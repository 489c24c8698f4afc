import { setTimeout as sleep } from "node:timers/promises";
import { openClient } from "../support/mod.ts";
import { APPLICATION, type Place } from "./place.ts";
import type { SoakLog } from "./soak_log.ts";

/** How long a server may take to end what was closed. */
const LIMIT_MS = 10_000;

/** Closes the pools, and says which connections stay on their servers. */
export async function checkLeftovers(places: readonly Place[], log: SoakLog): Promise<void> {
  for (const place of places) {
    await place.database.close();
    const end = performance.now() + LIMIT_MS;
    let left = await countBackends(place);
    while (left > 0 && performance.now() < end) {
      await sleep(200);
      left = await countBackends(place);
    }
    if (left > 0) log.problem(`${left} connections are left on ${place.name} after closing`);
  }
}

async function countBackends({ url }: Place): Promise<number> {
  const client = await openClient(url);
  try {
    const { rows } = await client.query<{ left: number }>(
      `select count(*)::int as left from pg_stat_activity
        where datname = current_database() and application_name = $1`,
      [APPLICATION],
    );
    return rows[0]?.left ?? 0;
  } finally {
    await client.end();
  }
}
