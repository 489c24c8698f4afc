/** Where the fetches of a source without vintages are. */
export interface SnapshotCursor {
  /** The last day that was asked for. */
  readonly through: string;
  /** Whether that belongs to the first fetch, which goes on to today. */
  readonly isHistory: boolean;
  /** The publication lag by which the first fetch dated its values, if one was set. */
  readonly lag: string | undefined;
}

/** Writes a cursor. */
export function snapshotCursorText({ through, isHistory, lag }: SnapshotCursor): string {
  return [through, isHistory ? "history" : "current", ...(lag === undefined ? [] : [lag])].join(
    " ",
  );
}

/** Reads a cursor. */
export function readSnapshotCursor(text: string): SnapshotCursor {
  const [through = "", stage, ...lag] = text.split(" ");
  const isHistory = stage === "history";
  return { through, isHistory, lag: lag.length === 0 ? undefined : lag.join(" ") };
}
