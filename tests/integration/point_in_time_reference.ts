import fc from "fast-check";
import type { TestRow } from "./point_in_time_support.ts";

/** How the reference looks at rows; instants in minutes since {@linkcode origin}. */
export interface ReferenceLook {
  readonly at: number;
  readonly strict?: boolean;
  readonly lag?: number;
  readonly knownTo?: number;
}

/** A row with its instants in minutes, so that the reference shares no code with the tested one. */
export interface ReferenceRow {
  readonly day: string;
  readonly revision: number;
  readonly value: number | null;
  readonly release: number;
  readonly ingested: number;
}

const origin = Date.parse("2024-03-01T00:00:00Z");
const days = ["2023-11-01", "2023-12-01", "2024-01-01", "2024-02-01", "2024-02-29", "2024-03-01"];

/** The instant for a count of minutes. */
export function minute(count: number): string {
  return new Date(origin + count * 60_000).toISOString();
}

/** What was known, by the definition: filter, sort, take the last of each day. */
export function knownRows(rows: readonly ReferenceRow[], look: ReferenceLook): ReferenceRow[] {
  const { at, strict = false, lag = 0, knownTo = Infinity } = look;
  const seen = rows.filter(({ release, ingested }) =>
    (strict ? release + lag < at : release + lag <= at) && ingested <= knownTo
  );
  const inOrder = seen.toSorted((a, b) => a.release - b.release || a.revision - b.revision);
  const last = new Map(inOrder.map((row) => [row.day, row]));
  return [...last.values()].sort((a, b) => a.day < b.day ? -1 : 1);
}

/** The latest of them not dated after tomorrow; null if it is too old. */
export function latestRow(
  rows: readonly ReferenceRow[],
  look: ReferenceLook & { readonly maxAgeDays?: number },
): ReferenceRow | null {
  const today = Temporal.PlainDate.from(minute(look.at).slice(0, 10));
  const newest = today.add({ days: 1 }).toString();
  const latest = knownRows(rows, look).filter(({ day }) => day <= newest).at(-1);
  if (latest === undefined || look.maxAgeDays === undefined) return latest ?? null;
  return latest.day >= today.subtract({ days: look.maxAgeDays }).toString() ? latest : null;
}

/**
 * Rows of one series in any state that its table allows, with few days and instants so that they
 * collide.
 */
export const anyRows: fc.Arbitrary<ReferenceRow[]> = fc.uniqueArray(
  fc.record({
    day: fc.constantFrom(...days),
    revision: fc.integer({ min: 0, max: 4 }),
    value: fc.constantFrom(null, 0, 1, 2, 3),
    release: fc.integer({ min: -3, max: 12 }).map((step) => step * 720),
    ingested: fc.integer({ min: 0, max: 6 }).map((step) => step * 720),
  }),
  { selector: ({ day, revision }) => `${day} ${revision}`, maxLength: 14 },
);

/** Instants at, just before and just after the releases of rows. */
export const anyInstant: fc.Arbitrary<number> = fc.integer({ min: -4, max: 13 }).chain((step) =>
  fc.constantFrom(step * 720 - 1, step * 720, step * 720 + 1)
);

/** Rows in the form for writing. */
export function toTestRows(rows: readonly ReferenceRow[]): TestRow[] {
  return rows.map((row) => ({
    ...row,
    release: minute(row.release),
    ingested: minute(row.ingested),
  }));
}
