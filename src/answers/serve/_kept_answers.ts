/** A whole answer, kept for the reader that asks for its parts. */
export interface KeptAnswer {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly headers: Headers;
  readonly tag: string;
}

/** Keeps whole answers for a short time. */
export interface KeptAnswers {
  get(key: string): KeptAnswer | undefined;
  keep(key: string, answer: KeptAnswer): void;
}

/** How long parts of an answer are given from the same bytes. */
const KEPT_MS = 15_000;

/**
 * Creates the memory of a reader that asks for a file's end, then for its parts, as polars and DuckDB
 * do: it would be asked of the database each time, and `now` would be another instant. The oldest
 * answers go first where they are more than `most` bytes.
 */
export function keptAnswers(most: number): KeptAnswers {
  const kept = new Map<string, KeptAnswer & { readonly at: number }>();
  let size = 0;
  const drop = (key: string) => {
    size -= kept.get(key)?.bytes.length ?? 0;
    kept.delete(key);
  };
  const dropOld = (room: number) => {
    for (const [key, { at }] of kept) {
      if (size + room > most || performance.now() - at > KEPT_MS) drop(key);
    }
  };
  return {
    get(key) {
      dropOld(0);
      return kept.get(key);
    },
    keep(key, answer) {
      drop(key);
      dropOld(answer.bytes.length);
      if (answer.bytes.length > most) return;
      kept.set(key, { ...answer, at: performance.now() });
      size += answer.bytes.length;
    },
  };
}
