import { periodSpan } from "./period_span.ts";
import type { SdmxSeries } from "./series.ts";

/** The query of a request. */
export interface SdmxQuery {
  readonly flow: string;
  /** Codes joined by dots; an empty one or `*` is any, `+` means or; `all` is every series. */
  readonly key: string;
  readonly start?: string;
  readonly end?: string;
  readonly updatedAfter?: string;
  readonly includeHistory: boolean;
  readonly isDataOnly: boolean;
}

/** A change of an observation; a null value deletes it. */
export interface Change {
  readonly series: SdmxSeries;
  readonly period: string;
  readonly value: string | null;
  readonly status: string;
  readonly at: string;
}

/** Tells whether a key matches a series. */
export function matchesKey(series: SdmxSeries, key: string): boolean {
  if (key === "all" || key === "") return true;
  const codes = key.split(".");
  const values = Object.values(series.dimensions);
  return codes.length === values.length &&
    codes.every((code, index) =>
      code === "" || code === "*" || code.split("+").includes(values[index] ?? "")
    );
}

/** Tells whether a key has a wildcard. */
export function isWildcard(key: string): boolean {
  return key === "all" || key.split(".").some((code) => code === "" || code === "*");
}

/** Returns all changes of a series up to an instant, by period and then by time. */
export function changesUntil(series: SdmxSeries, now: Date): Change[] {
  const known = new Map<string, string>();
  const changes: Change[] = [];
  for (const { at, observations, status = {} } of series.vintages) {
    if (Date.parse(at) > now.getTime()) continue;
    for (const [period, value] of Object.entries(observations)) {
      const change = { series, period, value, status: status[period] ?? "", at };
      const fact = `${value} ${change.status}`;
      // Deleting an observation that does not exist is not a change either.
      if ((known.get(period) ?? "null ") === fact) continue;
      known.set(period, fact);
      changes.push(change);
    }
  }
  return changes.sort((a, b) => a.period < b.period ? -1 : a.period > b.period ? 1 : 0);
}

/** Returns the newest change of each period, without deletions. */
export function currentOf(changes: readonly Change[]): Change[] {
  const newest = new Map(changes.map((change) => [change.period, change]));
  return [...newest.values()].filter(({ value }) => value !== null);
}

/** Tells whether a change is within the requested periods and after the requested instant. */
export function isAsked(change: Change, query: SdmxQuery): boolean {
  const { first, last } = periodSpan(change.period);
  const { start, end, updatedAfter } = query;
  if (start !== undefined && last < periodSpan(start).first) return false;
  if (end !== undefined && first > periodSpan(end).last) return false;
  return updatedAfter === undefined || Date.parse(change.at) > Date.parse(updatedAfter);
}
