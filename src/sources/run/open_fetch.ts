import type { DrizzleTarget } from "../../ingest/stage/write_target.ts";
import type { Followed } from "../book/followed.ts";
import type { SeriesRequest, SourceContext } from "../source.ts";

/** A fetch under way. */
export interface OpenFetch {
  /** Where its rows are stored. */
  readonly drizzle: DrizzleTarget;
  /** Whether a transaction may be repeated: not within a caller's own. */
  readonly isRepeatable: boolean;
  /** What is fetched, as the bookkeeping has it. */
  readonly followed: Followed;
  /** Whether the cursor moves with each page: not where an earlier fetch is repeated. */
  readonly moves: boolean;
  /** What is fetched, as the source is asked for it. */
  readonly request: SeriesRequest;
  /** What the source asks with. */
  readonly context: SourceContext;
  /** What was done so far. */
  readonly tally: FetchTally;
  /** Called after each stored page. */
  readonly onPage: () => void | Promise<void>;
}

/** What a fetch did so far. */
export interface FetchTally {
  /** How many requests were sent. */
  requests: number;
  /** How many requests the source allows in the rest of the minute. */
  left: number;
  /** How many values the source gave. */
  given: number;
  /** How many rows are new. */
  inserted: number;
  /** How many stored rows differ now: corrected points, other candles. */
  changed: number;
}
