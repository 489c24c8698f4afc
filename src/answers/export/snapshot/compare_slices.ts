import { digestNumbers, type OpenSlice, type Slice } from "./digest.ts";

/** A row that is not as it was. */
export interface RowDifference {
  /** `changed` has another content, `added` was not there, `gone` is there no more. */
  readonly state: "changed" | "added" | "gone";
  /** What tells the row apart; of one that is gone, the row before it. */
  readonly row: string;
}

/** Compares a slice with what it was, and names its rows that differ. */
export function compareSlices(was: Slice | undefined, is: OpenSlice): readonly RowDifference[] {
  if (was?.sha256 === is.sha256) return [];
  const before = digestNumbers(was?.digests ?? "");
  const now = digestNumbers(is.digests);
  let start = 0;
  while (start < before.length && before[start] === now[start]) start++;
  let end = 0;
  while (
    end < Math.min(before.length, now.length) - start &&
    before[before.length - 1 - end] === now[now.length - 1 - end]
  ) end++;
  const [middleBefore, middleNow] = [cut(before, start, end), cut(now, start, end)];
  const names = cut(is.names, start, end);
  if (middleBefore.length === middleNow.length) {
    return names.flatMap((row, i) =>
      middleBefore[i] === middleNow[i] ? [] : [{ state: "changed", row }]
    );
  }
  const [known, still] = [new Set(middleBefore), new Set(middleNow)];
  const state = middleBefore.length === 0 ? "added" : "changed";
  const added = names.filter((_, i) => !known.has(middleNow[i] ?? 0))
    .map((row): RowDifference => ({ state, row }));
  const gone = middleBefore.filter((digest) => !still.has(digest)).length - added.length;
  const place = is.names[start - 1] ?? "the beginning";
  const lost = Array.from(
    { length: Math.max(0, gone) },
    (): RowDifference => ({ state: "gone", row: `after ${place}` }),
  );
  return [...added, ...lost];
}

function cut<Item>(items: readonly Item[], start: number, end: number): readonly Item[] {
  return items.slice(start, items.length - end);
}

/** Names a slice. */
export function sliceName({ key }: Slice): string {
  const parts = Object.entries(key).map(([name, value]) => `${name} ${value}`);
  return parts.length === 0 ? "all rows" : parts.join(", ");
}
