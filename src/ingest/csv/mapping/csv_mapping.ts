/** Which of two instants is meant if clocks show a time twice. */
export type Disambiguation = "earlier" | "later" | "in-order";

/**
 * How a file becomes rows of a table. Options have defaults, except for facts that a file cannot
 * state itself.
 */
export interface CsvMapping extends CsvFormat, CsvCells {
  /**
   * The column of the file from which each column of the table is read: `{ timestamp: "DATE" }`.
   * Columns with the same name match without a mapping; case does not matter. `ticker` gives
   * `instrumentId` by the instrument's ticker, `series` gives `seriesId` by source and code
   * (`ALFRED/PAYEMS`), and `source` gives the `sourceId` of a series by the source's name.
   */
  readonly columns?: Readonly<Record<string, string>>;
  /**
   * Constants: `{ frequency: "daily" }`. Texts are parsed as the column's type, in ISO form. The
   * name of a series or an instrument may be built from columns: `WB/{Country Code}.{Indicator
   * Code}`.
   */
  readonly set?: Readonly<Record<string, unknown>>;
  /**
   * Makes series, sources and instruments that do not exist yet, in the transaction of the load, if
   * a row is stored for them. A series takes `name` (its code by default), `unit`, `frequency`,
   * `country` and `zone`; an instrument takes `name`, `assetClass`, `country`, `currency` and
   * `exchange`; `source` is the source of codes that name none. `GDP.unit` applies to that series
   * only, and `{TITLE}` is replaced by that column of the file.
   */
  readonly create?: Readonly<Record<string, string>>;
  /**
   * Columns of the file that are not loaded; `"rest"` for all that match no column of the table.
   */
  readonly ignore?: readonly string[] | "rest";
  /**
   * Columns of the table that may be missing: a line without them is skipped, such as a holiday
   * without a close.
   */
  readonly skipMissing?: readonly string[];
  /**
   * Makes a row from each remaining cell of a line. With `tenors` each column is a tenor (`1 Mo`);
   * with `vintages` it is a release (`PAYEMS_20241231`); with `periods` it is a year, a quarter or
   * a month; with `series` it is a series, by its code or as `FRED/GDP`. Missing cells make no row.
   */
  readonly wide?: WideKind;
  /** The column of the table that gets the cells of a wide file: `rate` or `value` by default. */
  readonly value?: string;
  /** Loads only lines in which a column of the file has one of these texts: `{ ISO: ["BRA"] }`. */
  readonly where?: Readonly<Record<string, readonly string[]>>;
  /** Skips lines whose numbers are all missing: empty cells, `null`, `NaN`, `n/a` or dashes. */
  readonly skipEmpty?: boolean;
  /**
   * The column of the file that names the last period of a line that is not an estimate, such as
   * `Estimates Start After`. Later periods of a file that is wide by `periods` are left out.
   */
  readonly lastActual?: string;
}

/** What each column of a wide file is. */
export type WideKind = "tenors" | "vintages" | "periods" | "series";

/** The format of a file. */
export interface CsvFormat {
  /**
   * The character between cells; by default `,`, `;`, a tab or `|`, as detected in the first line.
   */
  readonly delimiter?: string;
  /** The quote around cells, `"` by default; false if quotes are ordinary characters. */
  readonly quote?: string | false;
  /** Whether the first line names the columns (true by default), or the names of the columns. */
  readonly header?: boolean | readonly string[];
  /**
   * How many lines come before the header. Detected in the World Bank's files, whose footers are
   * skipped too.
   */
  readonly skipLines?: number;
  /** The beginning of comment lines, such as `#`. */
  readonly comment?: string;
  /**
   * The encoding, such as `windows-1252`; UTF-8 by default, or UTF-16 if a byte order mark says so.
   */
  readonly encoding?: string;
}

/** How cells are parsed. */
export interface CsvCells {
  /** The decimal separator, `.` by default. */
  readonly decimal?: "." | ",";
  /**
   * The thousands separator. A space also stands for no-break spaces. By default there is none, and
   * numbers with one are refused.
   */
  readonly thousands?: string;
  /**
   * Whether numbers may have flags after them, such as `12.3 p` or `12.3(e)`. Flags are dropped and
   * counted; a cell with only a flag, `c` or `: c`, has no value.
   */
  readonly flags?: boolean;
  /** Texts of cells without a value: the empty text, `.`, `..` and `...` by default. */
  readonly missing?: readonly string[];
  /**
   * The format of days and instants, from `YYYY` or `YY`, `MM`, `M` or `MMM`, `DD` or `D`, `HH`,
   * `mm`, `ss` and `SSS`: `DD/MM/YYYY`. Also `unix`, `unix-ms`, `unix-us` and `unix-ns` for a count
   * since 1970, and `day-ms` for the milliseconds of the day `date`. A format without a day, such
   * as `MM/YYYY`, gives the first day.
   *
   * ISO 8601 by default. Columns of days then take periods too, as their first day: `2024-Q1`,
   * `2024M05`, `2024-W05`, `2024`.
   */
  readonly dateFormat?: string;
  /** The first of the hundred years that `YY` can mean: with 1970, 69 is 2069. */
  readonly pivot?: number;
  /** The IANA name of the zone of times that are written without one. */
  readonly timeZone?: string;
  /**
   * The time of day to use where a day is given for an instant: `08:30`, or `24:00` for its end.
   */
  readonly time?: string;
  /** The day, `YYYY-MM-DD`, of a file whose cells hold only times. */
  readonly date?: string;
  /**
   * Which instant is meant if clocks show a time twice; by default such a time is refused.
   * `in-order` reads both from a file whose lines are in order of time, oldest or newest first.
   */
  readonly disambiguation?: Disambiguation;
}
