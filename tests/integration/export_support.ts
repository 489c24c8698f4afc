import type { Queryable } from "../../src/base/sql/mod.ts";
import { migrations } from "../../migrations/mod.ts";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import {
  runTask,
  serverTest,
  startTask,
  type TaskRun,
  type ThrowawayDatabase,
} from "../support/mod.ts";
import { makeSeries } from "./point_in_time_support.ts";

/** Declares a test with a migrated database on one server, where servers make no difference. */
export function migratedTest(name: string, run: (t: ThrowawayDatabase) => Promise<void>): void {
  serverTest("timescaledb", name, async (_t, given) => {
    await migrateDatabase(given.url);
    await run(given);
  });
}

/** Applies every migration. */
export async function migrateDatabase(url: string): Promise<void> {
  await createMigrator({ open: () => openPostgresSession(url), migrations }).up();
}

/** Starts the export's task. */
export function startExport(args: readonly string[], run: TaskRun): Promise<Deno.ChildProcess> {
  return startTask("export", args, run);
}

/** Runs the export's task to its end. */
export function runExport(args: readonly string[], run: TaskRun) {
  return runTask("export", args, run);
}

/** Runs a function with a folder of its own. */
export async function withFolder<Result>(
  run: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await Deno.makeTempDir({ prefix: "strata export é " });
  try {
    return await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The names in a folder, hidden ones too. */
export function filesOf(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}

/** Makes `count` daily series with `days` observations in two releases each, and returns their ids. */
export async function makeDailySeries(
  client: Queryable,
  { count, days }: { readonly count: number; readonly days: number },
): Promise<readonly number[]> {
  const ids: number[] = [];
  for (let i = 1; i <= count; i++) ids.push(await makeSeries(client, { code: `D${i}` }));
  await client.query(
    `insert into macro_series
      (series_id, observation_date, revision_number, value, release_time, ingested_at)
    select id, day, revision, round((id + day_of * 0.37 + revision)::numeric, 3 + revision),
      day + interval '36 h 30 min' + revision * interval '30 days',
      day + interval '37 h' + revision * interval '30 days'
    from unnest($1::int[]) id, generate_series(0, 1) revision,
      lateral (select (date '2010-01-01' + n)::timestamptz as day, n as day_of
        from generate_series(0, $2::int - 1) n) days`,
    [ids, days],
  );
  return ids;
}
