import type { MapNotes } from "./map/row_mapper.ts";

/** Notes about the lines of a file; each is present only if there is something to say. */
export interface ToldOfLines {
  /** Options that would help with the lines that were refused. */
  readonly remedies?: readonly string[];
  /** How many cells were left out as estimates because of `lastActual`. */
  readonly estimates?: number;
  /** The flags that were dropped, as no column holds them. */
  readonly flags?: ToldOfFlags;
}

/** Flags that were dropped. */
export interface ToldOfFlags {
  /** How many followed a value. */
  readonly behind: number;
  /** How many stood alone, in cells without a value. */
  readonly alone: number;
  /** The distinct flags, sorted. */
  readonly seen: readonly string[];
}

/** Summarizes the notes taken while lines became rows. */
export function toldOf({ remedies, estimates, flags }: MapNotes): ToldOfLines {
  return {
    ...remedies.size === 0 ? {} : { remedies: [...remedies] },
    ...estimates === 0 ? {} : { estimates },
    ...flags === undefined || flags.seen.size === 0
      ? {}
      : { flags: { behind: flags.behind, alone: flags.alone, seen: [...flags.seen].sort() } },
  };
}
