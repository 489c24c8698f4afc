import type { LoadProgress } from "../refuse/tally.ts";

/** How far the load of a file has come. */
export interface CsvProgress extends LoadProgress {
  /** How many bytes of the file were read. */
  readonly bytes: number;
  /** How many bytes the file has; undefined if that is not known. */
  readonly totalBytes: number | undefined;
  /** How many rows a second the current phase has read or written. */
  readonly rowsPerSecond: number;
  /**
   * How long the current phase will take at that rate; with `commitEach`, where reading and writing
   * alternate, how long the load will take. Undefined if that is not known.
   */
  readonly secondsLeft: number | undefined;
}

/** A file whose progress is measured. */
export interface MeteredFile {
  readonly totalBytes: number | undefined;
  readonly commitEach: boolean;
  /** How many bytes have been read. */
  bytes(): number;
  /** The current time, in milliseconds. */
  now(): number;
}

/** Creates a function that adds the rate and the time left to the progress of a load. */
export function progressMeter(
  { totalBytes, commitEach, bytes: bytesRead, now }: MeteredFile,
): (load: LoadProgress) => CsvProgress {
  const started = now();
  let before = started;
  let writingSince: number | undefined;
  return (load) => {
    const bytes = bytesRead();
    const isMerging = load.phase === "writing" && !commitEach;
    // The first progress of writing arrives when a part is done. Writing began after the last
    // progress of reading.
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
