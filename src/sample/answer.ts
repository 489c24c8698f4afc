import { and, desc, eq, lte } from "drizzle-orm";
import { dataSources, macroSeries, seriesMetadata } from "../schema/mod.ts";
import type { SampleDatabase } from "./sample_database.ts";

/** Real GDP of 2024Q1 as it was known at an instant. */
export interface GdpAsKnown {
  /** The instant asked for. */
  readonly asOf: Date;
  /** Billions of chained 2017 dollars; null if not yet released. */
  readonly value: number | null;
  /** When that value was released; null if there was none. */
  readonly releaseTime: Date | null;
}

/** Three instants at which US real GDP of 2024Q1 had three different values. */
export const answerInstants: readonly Date[] = [
  new Date("2024-05-01T12:00:00Z"),
  new Date("2024-10-01T12:00:00Z"),
  new Date("2025-10-01T12:00:00Z"),
];

/**
 * Reads US real GDP of 2024Q1 as it was known at the given instants: the last release by then. A
 * release counts from its own instant on.
 */
export async function gdpAsKnownOn(
  database: SampleDatabase,
  instants: readonly Date[] = answerInstants,
): Promise<GdpAsKnown[]> {
  const answers: GdpAsKnown[] = [];
  for (const asOf of instants) {
    const [known] = await database
      .select({ value: macroSeries.value, releaseTime: macroSeries.releaseTime })
      .from(macroSeries)
      .innerJoin(seriesMetadata, eq(seriesMetadata.id, macroSeries.seriesId))
      .innerJoin(dataSources, eq(dataSources.id, seriesMetadata.sourceId))
      .where(and(
        eq(dataSources.name, "ALFRED"),
        eq(seriesMetadata.seriesCode, "GDPC1"),
        eq(macroSeries.observationDate, "2024-01-01"),
        lte(macroSeries.releaseTime, asOf),
      ))
      .orderBy(desc(macroSeries.releaseTime), desc(macroSeries.revisionNumber))
      .limit(1);
    answers.push({ asOf, value: known?.value ?? null, releaseTime: known?.releaseTime ?? null });
  }
  return answers;
}

/** Formats the answer as lines for people, with days in UTC. */
export function describeAnswer(answers: readonly GdpAsKnown[]): string[] {
  return [
    "US real GDP of 2024Q1, billions of chained 2017 dollars, as it was known on",
    ...answers.map(({ asOf, value, releaseTime }) =>
      value === null || releaseTime === null
        ? `  ${dayOf(asOf)}  not released yet`
        : `  ${dayOf(asOf)}  ${value.toFixed(3)}  (released on ${dayOf(releaseTime)})`
    ),
  ];
}

function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}
