/** Which of the two is meant where clocks show a time twice. */
export type Disambiguation = "earlier" | "later" | "in-order";

/** How a file becomes rows of a table. Everything has a default but what no file says of itself. */
export interface CsvMapping extends CsvFormat, CsvCells {
  /**
   * Which column of the file a column of the table is read from: `{ timestamp: "DATE" }`. Columns of
   * the same name, whatever its case, find each other. `ticker` stands for `instrumentId` by the
   * instrument's ticker, `series` for `seriesId` by source and code, `ALFRED/PAYEMS`, and `source` for
   * the `sourceId` of a series by the source's name.
   */
  readonly columns?: Readonly<Record<string, string>>;
  /**
   * Constants: `{ frequency: "daily" }`. Texts are read as the column's type wants, in ISO form; the name
   * of a series or an instrument may be made of columns, `WB/{Country Code}.{Indicator Code}`.
   */
  readonly set?: Readonly<Record<string, unknown>>;
  /**
   * Makes a series, source or instrument that is not there yet, in the load's own transaction and where
   * a row is stored for it: `name` (the code by default), `unit`, `frequency`, `country` and `zone` of a
   * series, `assetClass`, `country`, `currency` and `exchange` of an instrument, and `source` for codes
   * that name none. `GDP.unit` is of one alone, and `{TITLE}` is what that column of the file says.
   */
  readonly create?: Readonly<Record<string, string>>;
  /** Columns of the file that are not loaded; `"rest"` for all that find no column of the table. */
  readonly ignore?: readonly string[] | "rest";
  /** Columns of the table without which a line is skipped: a holiday's line has no close. */
  readonly skipMissing?: readonly string[];
  /**
   * Makes a row of each remaining cell of a line: `tenors` where a column is a tenor, `1 Mo`, and
   * `vintages` where a column is a release, `PAYEMS_20241231`, `periods` where a column is a year, a
   * quarter or a month, and `series` where a column is a series, by its code or as `FRED/GDP`. Missing
   * cells make no row.
   */
  readonly wide?: WideKind;
  /** The column of the table that cells of a wide file are values of: `rate` or `value` by default. */
  readonly value?: string;
  /** Loads those lines alone of which a column of the file has one of these texts: `{ ISO: ["BRA"] }`. */
  readonly where?: Readonly<Record<string, readonly string[]>>;
  /** Skips lines that have no number at all: empty cells, `null`, `NaN`, `n/a` or dashes. */
  readonly skipEmpty?: boolean;
  /**
   * The column of the file that names the last period of a line that is no estimate, `Estimates Start
   * After` for one: later periods of a file that is wide by `periods` are left out.
   */
  readonly lastActual?: string;
}

/** What a column of a wide file is. */
export type WideKind = "tenors" | "vintages" | "periods" | "series";

/** The form of a file. */
export interface CsvFormat {
  /** What sets off cells; found in the first line where it is `,`, `;`, a tab or `|`. */
  readonly delimiter?: string;
  /** What quotes cells, `"` by default; false where quotes are letters like others. */
  readonly quote?: string | false;
  /** Whether the first line names the columns, as by default, or their names. */
  readonly header?: boolean | readonly string[];
  /**
   * How many lines stand before the header; found by itself for the World Bank's files, whose footers
   * are known too.
   */
  readonly skipLines?: number;
  /** What begins a line that is no data, `#` for one. */
  readonly comment?: string;
  /** The encoding, `windows-1252` for one; by default UTF-8, or UTF-16 where a byte order mark says so. */
  readonly encoding?: string;
}

/** How cells are read. */
export interface CsvCells {
  /** What sets off decimals, `.` by default. */
  readonly decimal?: "." | ",";
  /**
   * What groups the digits of large numbers, a blank for one, which stands for those that do not break
   * too; none by default, and then such numbers are refused.
   */
  readonly thousands?: string;
  /**
   * Whether numbers may have flags behind them, `12.3 p`, `12.3(e)`: they are left out and counted, and a
   * flag alone, `c` or `: c`, is a cell that holds nothing.
   */
  readonly flags?: boolean;
  /** Cells that hold nothing: empty ones, `.`, `..` and `...` by default. */
  readonly missing?: readonly string[];
  /**
   * How days and instants are written, of `YYYY` or `YY`, `MM` or `M`, `MMM`, `DD` or `D`, `HH`, `mm`, `ss` and
   * `SSS`: `DD/MM/YYYY`. Also `unix`, `unix-ms`, `unix-us` and `unix-ns` for a count since 1970, and
   * `day-ms` for the milliseconds of the day that `date` names. ISO 8601 by default, and then a column
   * of days takes periods too, `2024-Q1`, `2024M05`, `2024-W05`, `2024`, as their first day. A format
   * without a day, `MM/YYYY`, gives the first one.
   */
  readonly dateFormat?: string;
  /** The first of the hundred years that a `YY` can be: with 1970 a 69 is 2069. */
  readonly pivot?: number;
  /** The zone of times that are written without one, by its IANA name. */
  readonly timeZone?: string;
  /** The time that a day stands for where an instant is wanted: `08:30`, and `24:00` for its end. */
  readonly time?: string;
  /** The day of a file whose cells hold times alone, `YYYY-MM-DD`. */
  readonly date?: string;
  /**
   * Which is meant where clocks show a time twice; such a time is refused otherwise. `in-order` takes
   * both from a file whose lines are in order of time, oldest or newest first.
   */
  readonly disambiguation?: Disambiguation;
}
