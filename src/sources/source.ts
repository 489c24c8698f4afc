import type { Secret } from "../base/settings/mod.ts";
import type {
  AuthType,
  Country,
  CurveType,
  DecimalSeparator,
  Exchange,
  Frequency,
  Timeframe,
  VintageKind,
} from "../schema/mod.ts";
import type { CandleInput } from "../ingest/mod.ts";

/** What every source says of itself; it becomes a row of `data_sources`. */
export interface SourceFacts {
  /** The name on the command line, such as `fred`. */
  readonly name: string;
  /** The name in `data_sources`, such as `ALFRED`. */
  readonly title: string;
  /** Where its API begins. */
  readonly baseUrl: string;
  /** How it knows its callers. */
  readonly authType: AuthType;
  /** How many requests it allows per minute. */
  readonly ratePerMinute: number;
  /** The locale of its texts, such as `pt-BR`. */
  readonly locale: string;
  /** The zone in which it dates what it publishes: an IANA name. */
  readonly zone: string;
  /** Anything else worth knowing about it. */
  readonly notes?: string;
}

/** A source of series with vintages, which are stored in `macro_series`. */
export interface SeriesSource extends SourceFacts {
  /** What it gives. */
  readonly gives: "series";
  /**
   * Asks the source what a series is.
   *
   * @throws {SourceError} If the source does not know it.
   */
  describe(code: string, context: SourceContext): Promise<SeriesDescription>;
  /**
   * Fetches the vintages of a series since the cursor, oldest first. Each page is stored in one
   * transaction with its cursor.
   */
  vintages(series: SeriesRequest, context: SourceContext): AsyncIterable<VintagePage>;
  /**
   * Fetches when the series is due, if the source publishes that. Asked after each fetch, and stored
   * in `release_calendar`.
   */
  releases?(series: SeriesRequest, context: SourceContext): Promise<ReleaseSchedule>;
}

/** A source of curves, which are stored in `curves`. */
export interface CurveSource extends SourceFacts {
  /** What it gives. */
  readonly gives: "curve";
  /** Tells what a curve is, or throws for an unknown one. */
  describe(code: string, context: SourceContext): Promise<CurveDescription>;
  /** Fetches the points of a curve since the cursor. */
  points(curve: SeriesRequest, context: SourceContext): AsyncIterable<CurvePage>;
}

/** A source of candles, which are stored in `ohlcv` by `backfill`. */
export interface CandleSource extends SourceFacts {
  /** What it gives. */
  readonly gives: "candles";
  /** The exchange, as `ohlcv` names it. */
  readonly exchange: Exchange;
  /** The timeframe that is fetched. */
  readonly timeframe: Timeframe;
  /** The symbols that are followed by default. */
  readonly symbols: readonly string[];
  /** The first instant that is fetched if no other is asked for. */
  readonly since: Date;
  /** The most candles that the client gives at once. */
  readonly candlesPerFetch: number;
  /** Fetches the candles of a window, as {@linkcode backfill} asks for them. */
  candles(window: CandleWindow, context: SourceContext): Promise<FetchedWindow>;
}

/** Where data comes from: a source of series, curves or candles. */
export type Source = SeriesSource | CurveSource | CandleSource;

/** What a source says of a series; it becomes a row of `series_metadata`. */
export interface SeriesDescription {
  /** The name for people. */
  readonly name: string;
  /** The unit of the values. */
  readonly unit: string;
  /** How often an observation comes. */
  readonly frequency: Frequency;
  /** The country; `GLOBAL` if it has none. */
  readonly country: Country;
  /** The zone of the publisher's release hours: an IANA name. */
  readonly releaseTimezone: string;
  /** Whether the source revises published values; by default it does. */
  readonly isRevisable?: boolean;
  /** The decimal separator in the source's texts; `.` by default. */
  readonly decimalSeparator?: DecimalSeparator;
  /** How the source writes a day; `YYYY-MM-DD` by default. */
  readonly dateFormat?: string;
  /** What the source needs to know again at the next fetch, such as its release. */
  readonly facts?: Readonly<Record<string, string>>;
}

/** What a source says of a curve. */
export interface CurveDescription {
  /** The name for people. */
  readonly name: string;
  /** The value of `curve_id`, such as `US_TREASURY_PAR`. */
  readonly curveId: string;
  /** The kind of curve. */
  readonly curveType: CurveType;
}

/** What is fetched: a series or a curve, since where, and how. */
export interface SeriesRequest {
  /** The source's own code. */
  readonly code: string;
  /** Where the last page that was stored ended; undefined at the first fetch. */
  readonly cursor: string | undefined;
  /** The first day that is wanted, `YYYY-MM-DD`, if the user named one. */
  readonly since: string | undefined;
  /** What the user set for this series, such as `assumeLag`, and the facts of its description. */
  readonly settings: Readonly<Record<string, string>>;
}

/** A value as the source published it. */
export interface SourceVintage {
  /** The day of the observation, `YYYY-MM-DD`: the first of its period. */
  readonly observationDate: string;
  /** The value, exact as the source wrote it; null if the source prints that there is none. */
  readonly value: number | string | null;
  /** When the market could know it. */
  readonly releaseTime: Date;
  /** How that time is known. */
  readonly kind: VintageKind;
}

/** Values that are stored together, with the cursor in the same transaction. */
export interface VintagePage {
  /** The values, in any order. */
  readonly vintages: readonly SourceVintage[];
  /** Where the next fetch goes on; without it, the cursor stays. */
  readonly cursor?: string;
}

/** A point of a curve. */
export interface SourceCurvePoint {
  /** The day of the curve, `YYYY-MM-DD`. */
  readonly curveDate: string;
  /** The tenor as the source writes it, such as `3 Mo`. */
  readonly tenorLabel: string;
  /** The tenor in days. */
  readonly tenorDays: number;
  /** The rate in percent. */
  readonly rate: number | string;
}

/** Points that are stored together, with the cursor in the same transaction. */
export interface CurvePage {
  /** The points, in any order. */
  readonly points: readonly SourceCurvePoint[];
  /** Where the next fetch goes on; without it, the cursor stays. */
  readonly cursor?: string;
}

/** A window of candles. */
export interface CandleWindow {
  /** The symbol, as `ohlcv` names it. */
  readonly symbol: string;
  /** The first instant. */
  readonly from: Date;
  /** The first instant after it. */
  readonly to: Date;
}

/** The candles of a window, and the part of the window that they cover. */
export interface FetchedWindow {
  /** The candles. */
  readonly rows: readonly CandleInput[];
  /** The part of the window that was answered; undefined if the source does not know. */
  readonly covered?: { readonly from: Date; readonly to: Date };
}

/** When a series is due, as its source announces it. */
export interface ReleaseSchedule {
  /** When the source said so. */
  readonly knownAt: Date;
  /** All releases to come, and recent ones, so that one that is late is known; in any order. */
  readonly releases: readonly ScheduledRelease[];
}

/** A release that a source announces. */
export interface ScheduledRelease {
  /**
   * The first day of the period that is published, `YYYY-MM-DD`. If no release names its period, the
   * coming periods of the series get the releases by how long they took before.
   */
  readonly period?: string;
  /** When it is expected. */
  readonly expectedAt: Date;
  /** The zone of the publisher's hour: an IANA name. */
  readonly zone: string;
}

/** What a source gets to ask with: requests with manners, and the clock. */
export interface SourceContext {
  /** When this fetch began: what is to be asked for ends here. */
  readonly now: Date;
  /** Aborts when the fetch is to end. */
  readonly signal: AbortSignal;
  /** What the user set for this series, which a description may need. */
  readonly settings: Readonly<Record<string, string>>;
  /** Tells the caller something about this fetch, which ends well nevertheless. */
  note(text: string): void;
  /**
   * Asks for a JSON document. Keeps the source's limit, waits and repeats where that helps.
   *
   * @throws {SourceError} If the answer is not JSON, has a status that is not accepted, or does not
   * come.
   */
  json(url: URL, options?: AskOptions): Promise<SourceAnswer<unknown>>;
  /** Asks for a text, such as CSV; otherwise like `json`. An HTML page is not taken for one. */
  text(url: URL, options?: AskOptions): Promise<SourceAnswer<string>>;
}

/** How a source asks. */
export interface AskOptions {
  /** Query parameters that are added to the request alone: no message and no archive has them. */
  readonly secrets?: Readonly<Record<string, Secret | string>>;
  /** Further headers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The statuses, beside those of success, that the source reads itself. */
  readonly accepts?: readonly number[];
  /**
   * Whether the answer is asked for only if it changed since the last fetch that was stored; if not,
   * the status is 304 and the body empty.
   */
  readonly conditional?: boolean;
  /**
   * Tells what is wrong with the body of a success, such as CSV that is cut off; then it is asked for
   * again.
   */
  readonly wrongWith?: (body: string) => Promise<string | undefined>;
}

/** An answer. */
export interface SourceAnswer<Body> {
  /** The HTTP status: of success, or one of those accepted. */
  readonly status: number;
  /** The body. */
  readonly body: Body;
  /** When it came: what it holds was known by then, so `observed` values are released at it. */
  readonly at: Date;
}
