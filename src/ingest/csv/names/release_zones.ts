import { sql } from "drizzle-orm";
import { seriesMetadata } from "../../../schema/mod.ts";
import { type DrizzleTarget, run } from "../../stage/write_target.ts";

/** Reads the release zones of all series, by id. */
export async function releaseZones(db: DrizzleTarget): Promise<ReadonlyMap<number, string>> {
  const rows = await run<{ id: number; zone: string }>(
    db,
    sql`select id, release_timezone as zone from ${seriesMetadata}`,
  );
  return new Map(rows.map(({ id, zone }) => [id, zone]));
}

/** Reads the release zone of a series; undefined if the database does not have the series. */
export async function releaseZone(
  db: DrizzleTarget,
  seriesId: unknown,
): Promise<string | undefined> {
  if (typeof seriesId !== "number") return undefined;
  const [row] = await run<{ zone: string }>(
    db,
    sql`select release_timezone as zone from ${seriesMetadata} where id = ${seriesId}`,
  );
  return row?.zone;
}
