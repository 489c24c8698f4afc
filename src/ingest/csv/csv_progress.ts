import type { LoadProgress } from "../refuse/tally.ts";

/** How far a file is loaded. */
export interface CsvProgress extends LoadProgress {
  /** How many bytes of the file were read. */
  readonly bytes: number;
  /** How many bytes it has; undefined where that is not known. */
  readonly totalBytes: number | undefined;
  /** How many rows a second the phase reads or writes, since it began. */
  readonly rowsPerSecond: number;
  /**
   * How long the phase will go on at that rate, and with `commitEach`, where both go on side by side,
   * the load; undefined where that is not known.
   */
  readonly secondsLeft: number | undefined;
}

/** The file whose progress is measured. */
export interface MeteredFile {
  readonly totalBytes: number | undefined;
  readonly commitEach: boolean;
  /** How many bytes were read by now. */
  bytes(): number;
  /** The time by now, in milliseconds. */
  now(): number;
}

/** Makes a function that adds to the progress of a load how fast it is and how long it will take. */
export function progressMeter(
  { totalBytes, commitEach, bytes: bytesRead, now }: MeteredFile,
): (load: LoadProgress) => CsvProgress {
  const started = now();
  let before = started;
  let writingSince: number | undefined;
  return (load) => {
    const bytes = bytesRead();
    const isMerging = load.phase === "writing" && !commitEach;
    // The first is told once it is done: it began when the last of the reading was told.
    if (isMerging) writingSince ??= before;
    before = now();
    const seconds = Math.max(before - (isMerging ? writingSince ?? started : started), 1) / 1_000;
    const [done, all] = isMerging ? [load.written, load.read] : [bytes, totalBytes];
    return {
      ...load,
      bytes,
      totalBytes,
      rowsPerSecond: (isMerging ? load.written : load.read) / seconds,
      secondsLeft: all === undefined || done === 0
        ? undefined
        : Math.max(0, all - done) / (done / seconds),
    };
  };
}
