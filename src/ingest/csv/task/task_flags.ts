import type { OptionSpec } from "../../../cli/mod.ts";

/** The flags of the `load` task. */
export const loadTaskOptions: Readonly<Record<string, OptionSpec>> = {
  table: { type: "string", value: "NAME", description: "The table, macro_series for one; needed." },
  file: {
    type: "string",
    short: "f",
    value: "FILE",
    description: "The file, or - for what is piped in; needed.",
  },
  map: {
    type: "string",
    multiple: true,
    value: "COLUMN=NAME",
    description: "Reads a column of the table from this one of the file.",
  },
  set: {
    type: "string",
    multiple: true,
    value: "COLUMN=VALUE",
    description:
      'Gives a column the same value in every row; ticker, series (SOURCE/CODE) and source stand for ids, and a code can be made of columns, series="WB/{Country Code}.{Indicator Code}".',
  },
  create: {
    type: "string",
    multiple: true,
    value: "FIELD=VALUE",
    description:
      'Makes a series, source or instrument that is not there yet: unit, frequency, country, zone, name and source of series, assetClass, country, currency, name and exchange of instruments; GDP.unit=… for one alone, name="{TITLE}" from a column of the file.',
  },
  ignore: {
    type: "string",
    multiple: true,
    value: "NAME",
    description: "Leaves a column of the file out.",
  },
  "ignore-rest": {
    type: "boolean",
    conflicts: ["ignore"],
    description: "Leaves out every column of the file that finds no column of the table.",
  },
  wide: {
    type: "string",
    value: "KIND",
    choices: ["tenors", "vintages", "periods", "series"],
    description:
      "Makes a row of each cell: a column a tenor, a release, a period (2023, 2024Q1) or a series.",
  },
  where: {
    type: "string",
    multiple: true,
    value: "NAME=TEXT",
    description:
      "Loads the lines alone of which this column of the file has this text; repeated, one of these.",
  },
  "skip-empty": {
    type: "boolean",
    description: "Skips lines that have no number at all: empty cells, null, NaN, n/a or dashes.",
  },
  "last-actual": {
    type: "string",
    value: "NAME",
    description:
      'Leaves out estimates, the periods after the one in this column: "Estimates Start After".',
  },
  value: {
    type: "string",
    value: "COLUMN",
    description: "What the cells of a wide file are: rate or value where nothing is said.",
  },
  delimiter: { type: "string", value: "C", description: "What sets off cells; found by itself." },
  quote: { type: "string", value: "C", description: 'What quotes cells, or none; " by default.' },
  decimal: {
    type: "string",
    value: "C",
    choices: [".", ","],
    description: "What sets off decimals; a point by default.",
  },
  thousands: {
    type: "string",
    value: "C",
    description:
      "What groups digits, . or a blank for one; numbers with such are refused otherwise.",
  },
  flags: {
    type: "boolean",
    description:
      "Takes letters behind numbers for flags (12.3 p, 12.3(e), : c), leaves them out and says so.",
  },
  missing: {
    type: "string",
    multiple: true,
    value: "TEXT",
    description:
      "A cell that holds nothing; . and ... where none is named, and always an empty one.",
  },
  "skip-missing": {
    type: "string",
    multiple: true,
    value: "COLUMN",
    description: "Skips lines in which this column of the table is missing.",
  },
  "date-format": {
    type: "string",
    value: "FORMAT",
    description:
      "How days and times are written: DD/MM/YYYY, D-MMM-YY, MM/YYYY, YYYYMMDD HH:mm, unix, unix-ms, unix-us, unix-ns, day-ms; ISO 8601 by default, and periods (2024-Q1, 2024M05, 2024-W05, 2024) as their first day.",
  },
  pivot: {
    type: "string",
    value: "YEAR",
    description:
      "The first of the hundred years that YY in the format can be: 1970 takes 69 for 2069.",
  },
  "time-zone": {
    type: "string",
    value: "ZONE",
    description: "Where times without a zone are shown, America/Sao_Paulo for one.",
  },
  time: {
    type: "string",
    value: "HH:mm",
    description:
      "The time that a day stands for where an instant is wanted; 24:00, its end in the zone of the series, for a release where none is given.",
  },
  date: { type: "string", value: "DAY", description: "The day of a file that holds times alone." },
  twice: {
    type: "string",
    value: "WHICH",
    choices: ["earlier", "later", "in-order"],
    description:
      "Which is meant where clocks show a time twice; in-order takes both from lines in order of time.",
  },
  "skip-lines": {
    type: "string",
    value: "N",
    description:
      "How many lines are before the header; found by itself for the World Bank's files.",
  },
  "no-header": { type: "boolean", description: "The first line is data: columns are 1, 2 and on." },
  columns: {
    type: "string",
    value: "a,b",
    description: "The names of the columns of a file that has no header.",
  },
  comment: { type: "string", value: "C", description: "What begins a line that is no data." },
  encoding: {
    type: "string",
    value: "NAME",
    description: "utf-8 by default, or what a byte order mark says; windows-1252 for one.",
  },
  "on-conflict": {
    type: "string",
    value: "WHAT",
    choices: ["keep", "replace", "error"],
    description: "What to do where other values are stored: keep by default; revisions have none.",
  },
  "bad-rows": {
    type: "string",
    value: "WHAT",
    choices: ["refuse", "collect"],
    default: "refuse",
    description: "Stores nothing where a line is bad, or goes on without it.",
  },
  "dry-run": {
    type: "boolean",
    description: "Reads and checks the whole file, shows the first rows as they would be stored.",
  },
  "commit-each": { type: "boolean", description: "Commits each batch instead of the whole file." },
};
