import {
  type Database,
  dataSources,
  macroSeries,
  schema,
  seriesMetadata,
} from "@strata/foundation";
import { and, desc, eq, lte } from "drizzle-orm";
import { alertEvents } from "./alert_events.ts";

/** The tables that this service works with. */
export const serviceSchema = { ...schema, alertEvents };

/** The database that this service uses: the real one, or a test's. */
export type ServiceDatabase = Database<typeof serviceSchema>;

/** One release of one observation. */
export interface Release {
  readonly value: number;
  readonly releaseTime: Date;
}

/**
 * Writes a series and the releases of its observation for one day; returns the id of the series.
 */
export async function writeReleases(
  { db }: ServiceDatabase,
  observationDate: string,
  releases: readonly Release[],
): Promise<number> {
  return await db.transaction(async (tx) => {
    const [source] = await tx.insert(dataSources).values({ name: "ALFRED" })
      .returning();
    const [series] = await tx.insert(seriesMetadata).values({
      sourceId: source?.id ?? 0,
      seriesCode: "GDPC1",
      name: "Real GDP",
      frequency: "quarterly",
      country: "US",
      unit: "billions of chained 2017 dollars",
      releaseTimezone: "America/New_York",
    }).returning({ id: seriesMetadata.id });
    const seriesId = series?.id ?? 0;
    await tx.insert(macroSeries).values(
      releases.map((release, revisionNumber) => ({
        ...release,
        seriesId,
        observationDate,
        revisionNumber,
      })),
    );
    return seriesId;
  });
}

/** Reads the value of an observation as it was known at an instant. */
export async function valueAsOf(
  { db }: ServiceDatabase,
  seriesId: number,
  { day, at }: { readonly day: string; readonly at: Date },
): Promise<number | null> {
  const [known] = await db.select({ value: macroSeries.value }).from(
    macroSeries,
  )
    .where(and(
      eq(macroSeries.seriesId, seriesId),
      eq(macroSeries.observationDate, day),
      lte(macroSeries.releaseTime, at),
    ))
    .orderBy(desc(macroSeries.releaseTime), desc(macroSeries.revisionNumber))
    .limit(1);
  return known?.value ?? null;
}

/** Raises an alert if a value is above the limit; returns what is stored. */
export async function raiseAlert(
  { db }: ServiceDatabase,
  alert: typeof alertEvents.$inferInsert,
  limit: number,
): Promise<typeof alertEvents.$inferSelect | undefined> {
  if (alert.value <= limit) return undefined;
  await db.insert(alertEvents).values(alert).onConflictDoNothing();
  return await db.query.alertEvents.findFirst({
    where: eq(alertEvents.rule, alert.rule),
  });
}
