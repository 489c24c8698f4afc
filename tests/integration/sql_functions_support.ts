import { createTestDatabase } from "../../src/testing/mod.ts";
import type { Queryable } from "../../src/base/sql/mod.ts";
import type { ReadSource } from "../../src/point_in_time/read_source.ts";
import { readingTest } from "./point_in_time_support.ts";

/** A migrated database on some engine. */
export interface FunctionTest {
  readonly client: Queryable;
  readonly database: ReadSource;
}

/** Declares a test of the functions on every server, and on PGlite. */
export function functionTest(name: string, run: (t: FunctionTest) => Promise<void>): void {
  readingTest(name, run);
  Deno.test(`in the process: ${name}`, async () => {
    await using database = await createTestDatabase();
    await run({ client: database.pool, database });
  });
}

/** An observation as a function returns it. */
export interface SqlObservation {
  readonly observationDate: string | null;
  readonly value: number | null;
  readonly releaseTime: Date | null;
}

/** An instant in milliseconds since 1970. */
export function instantMs(column: string): string {
  return `floor(extract(epoch from ${column}) * 1000)::float8`;
}

/** The columns of an observation, in a form that no driver's settings change. */
export const observation = `observation_date::text as day, value,
  ${instantMs("release_time")} as released`;

/** Calls a function that returns observations, oldest first. */
export async function observations(
  client: Queryable,
  call: string,
  values: readonly unknown[],
): Promise<readonly SqlObservation[]> {
  const { rows } = await client.query<Row>(
    `select ${observation} from strata.${call} order by observation_date`,
    [...values],
  );
  return rows.map(toObservation);
}

/** Converts a row of {@linkcode observation}. */
export function toObservation({ day, value, released }: Row): SqlObservation {
  return {
    observationDate: day,
    value,
    releaseTime: released === null ? null : new Date(released),
  };
}

interface Row {
  readonly day: string | null;
  readonly value: number | null;
  readonly released: number | null;
}
