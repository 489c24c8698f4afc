import type { LoadCsvOptions } from "../../../../src/ingest/mod.ts";

/** A file that once failed, and how it is answered since. */
export interface CorpusFile {
  /** Its name in this folder. */
  readonly file: string;
  /** Where it comes from, and what it once did. */
  readonly origin: string;
  readonly options?: LoadCsvOptions;
  /** How it is refused. */
  readonly message?: RegExp;
  /** The labels that are stored of it, where it is not refused. */
  readonly labels?: readonly string[];
}

/** What once failed; a file is never taken out. */
export const CORPUS: readonly CorpusFile[] = [
  {
    file: "page_header.parquet",
    origin: "hyparquet-writer, byte 242 changed: the header of a page; was read without end",
    message: /^Cannot read ".*page_header\.parquet" as Parquet: it is broken or cut off/,
  },
  {
    file: "no_text.parquet",
    origin: "hyparquet-writer, byte 287 changed: a value that is no UTF-8; was a TypeError",
    message: /as Parquet: column 2 of row 5 holds no value, write or fetch it again$/,
  },
  {
    file: "no_name.parquet",
    origin: "hyparquet-writer, byte 726 changed: a column without a name; was a TypeError",
    message: /^Cannot read ".*no_name\.parquet" as Parquet: it is broken or cut off/,
  },
  {
    file: "message_length.arrow",
    origin: "apache-arrow, byte 792 changed: the length of a message; was read without end",
    message: /^Cannot read ".*message_length\.arrow" as Arrow: it is broken or cut off/,
  },
  {
    file: "encrypted.parquet",
    origin: "pyarrow 26.0.1, footer and columns encrypted with a key that is kept nowhere; " +
      "was taken for a CSV",
    message: /^Cannot load ".*": it is encrypted, write it without encryption$/,
  },
  {
    file: "encrypted_columns.parquet",
    origin: "pyarrow 26.0.1, a plain footer and encrypted columns; was called broken",
    message: /^Cannot load ".*": it is encrypted, write it without encryption$/,
  },
  {
    file: "doubled_quote.csv",
    origin: "a random dialect, cut down: a doubled ' was refused",
    options: { quote: "'" },
    labels: ["it's", "a''b"],
  },
];
