import { SourceError } from "../source_error.ts";

/** How far this machine's clock may be from the source's, in milliseconds. */
const TOLERANCE_MS = 10 * 60_000;

/**
 * Tells when an answer came: by this machine's clock, or by the `Date` of the answer if that is
 * later. A clock that is behind by minutes would date values before they were published.
 *
 * @throws {SourceError} If they differ by more than ten minutes.
 */
export function answeredAt(
  headers: Headers,
  { source, series, now }: {
    readonly source: string;
    readonly series: string | undefined;
    readonly now: Date;
  },
): Date {
  const header = headers.get("date");
  const date = header === null ? NaN : Date.parse(header);
  // An answer from a cache has the date of its making, and its age.
  const there = date + Number(headers.get("age") ?? 0) * 1_000;
  const here = now.getTime();
  if (Number.isNaN(there)) return now;
  if (Math.abs(here - there) <= TOLERANCE_MS) return new Date(Math.max(here, there));
  const iso = (instant: number) => new Date(instant).toISOString();
  throw new SourceError(
    `the clock here says ${iso(here)} and the source's ${iso(there)}, set this machine's clock ` +
      "(values would be dated by it)",
    { source, series, code: "clock" },
  );
}
