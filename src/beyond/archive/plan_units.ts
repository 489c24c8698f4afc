import { type Period, periodAt, type TimeRange } from "./period.ts";

/** A chunk of a hypertable. */
export interface Chunk extends TimeRange {
  /** Its name in SQL. */
  readonly name: string;
}

/** A range that is archived already. */
export interface PlannedRange extends TimeRange {
  readonly id: string;
}

/** What is archived as one: a range with the chunks in it. */
export interface Unit<Archived extends PlannedRange = PlannedRange> extends TimeRange {
  readonly chunks: readonly Chunk[];
  /** Archived ranges whose rows go into the new one, since later rows came to stand beside them. */
  readonly merged: readonly Archived[];
}

/** What {@linkcode planUnits} plans from. */
export interface PlanFacts<Archived extends PlannedRange> {
  readonly chunks: readonly Chunk[];
  readonly archived: readonly Archived[];
  readonly olderThan: Date;
  readonly period: Period;
}

/**
 * Plans what is archived: whole months or years, so that files are few and of good size. A range has
 * the bounds of its chunks, and a period has one range: rows that came later join the archived ones.
 */
export function planUnits<Archived extends PlannedRange>(
  { chunks, archived, olderThan, period }: PlanFacts<Archived>,
): readonly Unit<Archived>[] {
  const old = chunks.filter(({ to }) => to <= olderThan);
  const groups = Map.groupBy(old, ({ from }) => periodAt(from, period).from.getTime());
  const units = [...groups.values()]
    .filter(([first]) => first !== undefined && periodAt(first.from, period).to <= olderThan)
    .map((group): Unit<Archived> => ({ ...hull(group), chunks: group, merged: [] }));
  return settle(units, { chunks, archived, period })
    .filter(({ to }) => to <= olderThan)
    .toSorted((a, b) => a.from.getTime() - b.from.getTime());
}

/** Takes in what units touch, and joins those that touch, until none touches another. */
function settle<Archived extends PlannedRange>(
  units: readonly Unit<Archived>[],
  facts: Omit<PlanFacts<Archived>, "olderThan">,
): readonly Unit<Archived>[] {
  const { chunks, archived, period } = facts;
  const month = (range: TimeRange) => periodAt(range.from, period).from.getTime();
  const grown = units.map((unit): Unit<Archived> => {
    const merged = archived.filter((range) =>
      overlaps(range, unit) || month(range) === month(unit)
    );
    const wide = hull([unit, ...merged]);
    const inside = chunks.filter((chunk) => overlaps(chunk, wide));
    return { ...hull([wide, ...inside]), chunks: inside, merged };
  });
  const joined: Unit<Archived>[] = [];
  for (const unit of grown.toSorted((a, b) => a.from.getTime() - b.from.getTime())) {
    const last = joined.at(-1);
    if (last === undefined || !overlaps(last, unit)) joined.push(unit);
    else {
      joined[joined.length - 1] = {
        ...hull([last, unit]),
        chunks: [...new Set([...last.chunks, ...unit.chunks])],
        merged: [...new Set([...last.merged, ...unit.merged])],
      };
    }
  }
  const isSettled = joined.length === units.length &&
    joined.every(({ from, to, merged }, i) =>
      from.getTime() === units[i]?.from.getTime() && to.getTime() === units[i]?.to.getTime() &&
      merged.length === units[i]?.merged.length
    );
  return isSettled ? joined : settle(joined, facts);
}

function overlaps(a: TimeRange, b: TimeRange): boolean {
  return a.from < b.to && b.from < a.to;
}

function hull(ranges: readonly TimeRange[]): TimeRange {
  const from = new Date(Math.min(...ranges.map(({ from }) => from.getTime())));
  return { from, to: new Date(Math.max(...ranges.map(({ to }) => to.getTime()))) };
}
