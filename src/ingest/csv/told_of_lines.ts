import type { MapNotes } from "./map/row_mapper.ts";

/** What is told of the lines of a file beside its rows, where there is something to tell. */
export interface ToldOfLines {
  /** What helps the lines that were refused. */
  readonly remedies?: readonly string[];
  /** How many cells were left out for estimates, as `lastActual` says. */
  readonly estimates?: number;
  /** What `flags` left out: no column holds them. */
  readonly flags?: ToldOfFlags;
}

/** Flags that were left out. */
export interface ToldOfFlags {
  /** How many stood behind a value. */
  readonly behind: number;
  /** How many stood alone, in cells that hold nothing. */
  readonly alone: number;
  /** Each of them, in order. */
  readonly seen: readonly string[];
}

/** Sums up what was noted while lines became rows. */
export function toldOf({ remedies, estimates, flags }: MapNotes): ToldOfLines {
  return {
    ...remedies.size === 0 ? {} : { remedies: [...remedies] },
    ...estimates === 0 ? {} : { estimates },
    ...flags === undefined || flags.seen.size === 0
      ? {}
      : { flags: { behind: flags.behind, alone: flags.alone, seen: [...flags.seen].sort() } },
  };
}
