import type { LoadCsvOptions } from "../../../src/ingest/mod.ts";

/** A CSV for the table `measures`, and how it is answered. */
export interface CsvCase {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly options?: LoadCsvOptions;
  /** How it is refused; without one, it is read. */
  readonly message?: RegExp;
  /** What is stored of it. */
  readonly rows?: readonly Readonly<Record<string, unknown>>[];
}

const head = "id,label,rate,day\n";
const row = (label: string | null, rate: number | null = 1, day: string | null = "2024-01-01") => ({
  id: 1,
  label,
  rate,
  day,
});

export const csvCases: readonly CsvCase[] = [
  { name: "a mark", content: `\uFEFF${head}1,a,1,2024-01-01\n`, rows: [row("a")] },
  {
    name: "mixed line ends",
    content: `${head.trim()}\r\n1,a,1,2024-01-01\n2,b,2,2024-01-02\r\n`,
    rows: [row("a"), { id: 2, label: "b", rate: 2, day: "2024-01-02" }],
  },
  {
    name: "quotes, delimiters and line ends in a field",
    content: `${head}1,"say ""x"", then\ny",1,2024-01-01\n`,
    rows: [row('say "x", then\ny')],
  },
  {
    name: "another quote, doubled (once refused)",
    content: `${head}1,'it''s "x"',1,2024-01-01\n`,
    options: { quote: "'" },
    rows: [row('it\'s "x"')],
  },
  ...[".", "..", "...", ""].map((text) => ({
    name: `${text || "nothing"} for a value`,
    content: `${head}1,a,${text},2024-01-01\n`,
    rows: [row("a", null)],
  })),
  { name: "blank lines at the end", content: `${head}1,a,1,2024-01-01\n\n\n`, rows: [row("a")] },
  { name: "an empty file", content: "", message: /it is empty, want at least one line/ },
  { name: "a short line", content: `${head}1,a\n`, message: /line 2/ },
  { name: "a long line", content: `${head}1,a,1,2024-01-01,x\n`, message: /line 2/ },
  { name: "an open quote", content: `${head}1,"a,1,2024-01-01\n`, message: /line 2|quote/ },
  { name: "text behind a quote", content: `${head}1,"a"b,1,2024-01-01\n`, message: /line 2|quote/ },
  { name: "1,234", content: `${head}1,a,"1,234",2024-01-01\n`, message: /line 2 .*--thousands=,/s },
  {
    name: "1,234 as it is told",
    content: `${head}1,a,"1,234.5",2024-01-01\n`,
    options: { thousands: "," },
    rows: [row("a", 1234.5)],
  },
  {
    name: "12,34 where , is for thousands",
    content: `${head}1,a,"12,34",2024-01-01\n`,
    options: { thousands: "," },
    message: /line 2/,
  },
  { name: "NaN", content: `${head}1,a,NaN,2024-01-01\n`, message: /line 2/ },
  { name: "Infinity", content: `${head}1,a,Infinity,2024-01-01\n`, message: /line 2/ },
  { name: "past 2^53", content: `${head}1,a,9007199254740993,2024-01-01\n`, message: /line 2/ },
  { name: "a day that is none", content: `${head}1,a,1,2024-02-30\n`, message: /line 2/ },
  { name: "a NUL", content: `${head}1,a\0b,1,2024-01-01\n`, message: /line 2|NUL/ },
  { name: "a column twice", content: "id,label,label\n1,a,b\n", message: /label/ },
  { name: "a column of no table", content: "id,colour\n1,red\n", message: /colour.*--ignore/s },
  { name: "no key", content: "label,rate\na,1\n", message: /id is not given/ },
  {
    name: "one key with two values, of which the first is kept",
    content: `${head}1,a,1,2024-01-01\n1,b,2,2024-01-01\n`,
    rows: [row("a")],
  },
  {
    name: "bytes that are not UTF-8",
    content: new Uint8Array([
      ...new TextEncoder().encode(`${head}1,`),
      0xe9,
      0x2c,
      0x31,
      0x2c,
      0x0a,
    ]),
    message: /UTF-8|encoding/i,
  },
  {
    name: "a bad line after good ones",
    content: `${head}1,a,1,2024-01-01\n2,b,2,2024-01-02\n3,c,x,2024-01-03\n`,
    message: /line 4/,
  },
  {
    name: "an unknown encoding",
    content: `${head}1,a,1,2024-01-01\n`,
    options: { encoding: "ebcdic" },
    message: /encoding.*ebcdic|ebcdic.*encoding/s,
  },
];
