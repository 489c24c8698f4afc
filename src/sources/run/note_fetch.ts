import { telemetry, type TracedSpan } from "../../base/telemetry/mod.ts";
import type { FetchTally } from "./open_fetch.ts";

/** Tells the span of a fetch what it did. */
export function noteFetch(span: TracedSpan, tally: FetchTally): void {
  const { requests, given, inserted, changed } = tally;
  span.set({
    "strata.requests": requests,
    "strata.rows.given": given,
    "strata.rows.inserted": inserted,
    "strata.rows.changed": changed,
  });
}

/** Tells how old the newest release of a source was when it was stored. */
export function noteLag(source: string, newestRelease: Date | undefined, now: Date): void {
  if (newestRelease === undefined) return;
  const seconds = (now.getTime() - newestRelease.getTime()) / 1_000;
  telemetry()?.instruments.fetchLag.record(Math.max(seconds, 0), { "strata.source": source });
}
