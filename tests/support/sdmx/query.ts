import { periodSpan } from "./period_span.ts";
import type { SdmxSeries } from "./series.ts";

/** What a request asks for. */
export interface SdmxQuery {
  readonly flow: string;
  /** Codes joined by points; an empty one or `*` is any, `+` is or; `all` is every series. */
  readonly key: string;
  readonly start?: string;
  readonly end?: string;
  readonly updatedAfter?: string;
  readonly includeHistory: boolean;
  readonly isDataOnly: boolean;
}

/** A change of an observation; a value of null is its deletion. */
export interface Change {
  readonly series: SdmxSeries;
  readonly period: string;
  readonly value: string | null;
  readonly status: string;
  readonly at: string;
}

/** Whether a key asks for a series. */
export function matchesKey(series: SdmxSeries, key: string): boolean {
  if (key === "all" || key === "") return true;
  const codes = key.split(".");
  const values = Object.values(series.dimensions);
  return codes.length === values.length &&
    codes.every((code, index) =>
      code === "" || code === "*" || code.split("+").includes(values[index] ?? "")
    );
}

/** Whether a key leaves a dimension open. */
export function isWildcard(key: string): boolean {
  return key === "all" || key.split(".").some((code) => code === "" || code === "*");
}

/** Every change of a series up to an instant, by period and then by time. */
export function changesUntil(series: SdmxSeries, now: Date): Change[] {
  const known = new Map<string, string>();
  const changes: Change[] = [];
  for (const { at, observations, status = {} } of series.vintages) {
    if (Date.parse(at) > now.getTime()) continue;
    for (const [period, value] of Object.entries(observations)) {
      const change = { series, period, value, status: status[period] ?? "", at };
      const fact = `${value} ${change.status}`;
      // A value that is deleted before it was there is no change either.
      if ((known.get(period) ?? "null ") === fact) continue;
      known.set(period, fact);
      changes.push(change);
    }
  }
  return changes.sort((a, b) => a.period < b.period ? -1 : a.period > b.period ? 1 : 0);
}

/** The newest of each period's changes, without those that are deletions. */
export function currentOf(changes: readonly Change[]): Change[] {
  const newest = new Map(changes.map((change) => [change.period, change]));
  return [...newest.values()].filter(({ value }) => value !== null);
}

/** Whether a change is within the asked periods, and after the asked instant. */
export function isAsked(change: Change, query: SdmxQuery): boolean {
  const { first, last } = periodSpan(change.period);
  const { start, end, updatedAfter } = query;
  if (start !== undefined && last < periodSpan(start).first) return false;
  if (end !== undefined && first > periodSpan(end).last) return false;
  return updatedAfter === undefined || Date.parse(change.at) > Date.parse(updatedAfter);
}
