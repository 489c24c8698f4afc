import type { OptionSpec } from "../../../cli/mod.ts";

/** The flags of the `load` task. */
export const loadTaskOptions: Readonly<Record<string, OptionSpec>> = {
  table: {
    type: "string",
    value: "NAME",
    description: "The table, such as macro_series; required.",
  },
  file: {
    type: "string",
    short: "f",
    value: "FILE",
    description: "The file, CSV, Parquet or Arrow, or - for standard input; required.",
  },
  map: {
    type: "string",
    multiple: true,
    value: "COLUMN=NAME",
    description: "Reads a column of the table from this column of the file.",
  },
  set: {
    type: "string",
    multiple: true,
    value: "COLUMN=VALUE",
    description:
      'Sets a column to the same value in every row. ticker, series (SOURCE/CODE) and source stand for ids; a code can be built from columns: series="WB/{Country Code}.{Indicator Code}".',
  },
  create: {
    type: "string",
    multiple: true,
    value: "FIELD=VALUE",
    description:
      'Makes series, sources and instruments that do not exist yet. Fields of series: unit, frequency, country, zone, name, source; of instruments: assetClass, country, currency, name, exchange. GDP.unit=… is for that series only; name="{TITLE}" is read from a column of the file.',
  },
  ignore: {
    type: "string",
    multiple: true,
    value: "NAME",
    description: "Leaves out a column of the file.",
  },
  "ignore-rest": {
    type: "boolean",
    conflicts: ["ignore"],
    description: "Leaves out all columns of the file that match no column of the table.",
  },
  wide: {
    type: "string",
    value: "KIND",
    choices: ["tenors", "vintages", "periods", "series"],
    description:
      "Makes a row from each cell; each column is a tenor, a release, a period (2023, 2024Q1) or a series.",
  },
  where: {
    type: "string",
    multiple: true,
    value: "NAME=TEXT",
    description:
      "Loads only lines that have this text in this column of the file, or one of several texts.",
  },
  "skip-empty": {
    type: "boolean",
    description:
      "Skips lines whose numbers are all missing: empty cells, null, NaN, n/a or dashes.",
  },
  "last-actual": {
    type: "string",
    value: "NAME",
    description:
      'Leaves out estimates: periods after the one in this column, such as "Estimates Start After".',
  },
  value: {
    type: "string",
    value: "COLUMN",
    description: "The column of the table for the cells of a wide file; rate or value by default.",
  },
  delimiter: {
    type: "string",
    value: "C",
    description: "The character between cells; detected by default.",
  },
  quote: {
    type: "string",
    value: "C",
    description: 'The quote around cells, or none; " by default.',
  },
  decimal: {
    type: "string",
    value: "C",
    choices: [".", ","],
    description: "The decimal separator; a point by default.",
  },
  thousands: {
    type: "string",
    value: "C",
    description:
      "The thousands separator, such as . or a space; without it, such numbers are refused.",
  },
  flags: {
    type: "boolean",
    description: "Drops letters after numbers as flags (12.3 p, 12.3(e), : c), and reports them.",
  },
  missing: {
    type: "string",
    multiple: true,
    value: "TEXT",
    description:
      'The text of a cell without a value; ".", ".." and "..." by default, and always an empty cell.',
  },
  "skip-missing": {
    type: "string",
    multiple: true,
    value: "COLUMN",
    description: "Skips lines without a value for this column of the table.",
  },
  "date-format": {
    type: "string",
    value: "FORMAT",
    description:
      "The format of days and times: DD/MM/YYYY, D-MMM-YY, MM/YYYY, YYYYMMDD HH:mm, unix, unix-ms, unix-us, unix-ns, day-ms. By default ISO 8601, and periods (2024-Q1, 2024M05, 2024-W05, 2024) as their first day.",
  },
  pivot: {
    type: "string",
    value: "YEAR",
    description:
      "The first of the hundred years that YY in the format can mean: with 1970, 69 is 2069.",
  },
  "time-zone": {
    type: "string",
    value: "ZONE",
    description: "The zone of times without one, such as America/Sao_Paulo.",
  },
  time: {
    type: "string",
    value: "HH:mm",
    description:
      "The time of day if a day is given for an instant; for releases 24:00 by default, the end of the day in the zone of the series.",
  },
  date: { type: "string", value: "DAY", description: "The day of a file that has only times." },
  twice: {
    type: "string",
    value: "WHICH",
    choices: ["earlier", "later", "in-order"],
    description:
      "Which instant is meant if clocks show a time twice; in-order reads both if lines are in order of time.",
  },
  "skip-lines": {
    type: "string",
    value: "N",
    description: "How many lines come before the header; detected in the World Bank's files.",
  },
  "no-header": {
    type: "boolean",
    description: "The first line is data; the columns are named 1, 2, 3 and so on.",
  },
  columns: {
    type: "string",
    value: "a,b",
    description: "The names of the columns of a file without a header.",
  },
  comment: { type: "string", value: "C", description: "The beginning of comment lines." },
  encoding: {
    type: "string",
    value: "NAME",
    description:
      "The encoding, such as windows-1252; by default that of the byte order mark, or utf-8.",
  },
  "on-conflict": {
    type: "string",
    value: "WHAT",
    choices: ["keep", "replace", "error"],
    description:
      "What to do if other values are stored, keep by default; not for tables with revisions.",
  },
  "bad-rows": {
    type: "string",
    value: "WHAT",
    choices: ["refuse", "collect"],
    default: "refuse",
    description: "Stores nothing if a line is bad, or leaves bad lines out.",
  },
  "dry-run": {
    type: "boolean",
    description:
      "Reads and checks the whole file, stores nothing, and shows the first rows as they would be stored.",
  },
  "commit-each": {
    type: "boolean",
    description: "Commits each batch by itself instead of the whole file at once.",
  },
};
