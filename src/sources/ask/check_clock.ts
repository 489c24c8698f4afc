import { SourceError } from "../source_error.ts";

/** How far this machine's clock may be from the source's, in milliseconds. */
const TOLERANCE_MS = 10 * 60_000;

/**
 * Compares this machine's clock with the `Date` of an answer. A clock that is behind would date
 * values before they were published.
 *
 * @throws {SourceError} If they differ by more than ten minutes.
 */
export function checkClock(
  headers: Headers,
  { source, series, now }: {
    readonly source: string;
    readonly series: string | undefined;
    readonly now: number;
  },
): void {
  const header = headers.get("date");
  const date = header === null ? NaN : Date.parse(header);
  // An answer from a cache has the date of its making, and its age.
  const there = date + Number(headers.get("age") ?? 0) * 1_000;
  if (Number.isNaN(there) || Math.abs(now - there) <= TOLERANCE_MS) return;
  const iso = (instant: number) => new Date(instant).toISOString();
  throw new SourceError(
    `the clock here says ${iso(now)} and the source's ${iso(there)}, set this machine's clock ` +
      "(values would be dated by it)",
    { source, series, code: "clock" },
  );
}
