import type { FaultRoom } from "../fault_line.ts";

export const input: FaultRoom = {
  title: "Bad input",
  lines: [
    {
      id: "bad-env",
      fault:
        "a `.env` that is missing, a folder, in another encoding, with open quotes, repeated " +
        "names, bad ports and URLs; passwords of any characters",
      held: "every problem is named by file and line, without its value, and exits with 2; " +
        "a password comes back as it was",
      tests: [
        { file: "faults/input/env_test.ts" },
        { file: "unit/base/settings/env_file_test.ts" },
        { file: "unit/base/settings/load_test.ts" },
        { file: "unit/base/settings/database_url_test.ts" },
      ],
    },
    {
      id: "bad-migrations",
      fault:
        "modules of migrations with wrong names, numbers and gaps; edited, deleted, throwing " +
        "anything or never ending at import or in `up`, `Deno.exit(0)`, `commit` inside, a NUL",
      held: "refused by name with the remedy, exit code 1; ledger and catalog stay as they were; " +
        "line ends and comments of TypeScript count as no edit",
      tests: [
        { file: "faults/input/migration_files_test.ts" },
        { file: "unit/migrate/command/project_test.ts" },
        { file: "integration/migrate_failures_test.ts" },
      ],
    },
    {
      id: "bad-rows",
      fault: "rows of any values: NaN, infinities, decimals that would round, whole numbers past " +
        "2^53 and 2^63, times without a zone, NUL, lone surrogates, years past 9999 and BC; none, " +
        "and one a million times",
      held: "what is accepted comes back equal; what is refused is named by row and column, and " +
        "nothing of its batch is stored",
      tests: [
        { file: "faults/input/rows_test.ts" },
        { file: "integration/ingest_bad_rows_test.ts" },
        { file: "integration/ingest_exact_values_test.ts" },
        { file: "integration/ingest_vintage_order_test.ts" },
        { file: "integration/database_parameter_limit_test.ts" },
      ],
    },
    {
      id: "bad-csv",
      fault: "CSV in random dialects and encodings; marks, mixed line ends, quotes and line ends " +
        "in fields, ragged lines, `1,234`, `.`, `...`, days and numbers that are none",
      held:
        "the rows come back equal; what is refused is named by line with the flag that helps, " +
        "and nothing of the file is stored; what once failed stays among the cases",
      tests: [
        { file: "faults/input/csv_test.ts" },
        { file: "unit/ingest/csv/cells_test.ts" },
        { file: "integration/load_refusals_test.ts" },
      ],
    },
    {
      id: "bad-columnar",
      fault:
        "Parquet and Arrow files cut at any byte, with a flipped bit, of wrong types, nested, " +
        "encrypted, empty",
      held: "refused in a sentence, and nothing of the file is stored",
      tests: [
        { file: "faults/input/columnar_test.ts" },
        { file: "integration/load_columnar_test.ts" },
      ],
      leftOut:
        "a flipped bit within a value that the file has no checksum for is not noticed; the " +
        "runs inside a compressed page, and the messages of an Arrow stream, are as the libraries " +
        "read them",
    },
    {
      id: "bad-corpus",
      fault: "files that once failed, kept as they were: broken pages, names and lengths, " +
        "encrypted Parquet, a doubled quote",
      held: "read, or refused in a sentence, and nothing of the file is stored",
      tests: [{ file: "faults/input/corpus_test.ts" }],
    },
    {
      id: "bad-requests",
      fault:
        "bad methods, paths, encodings, header fields, instants, tokens, bodies and protocols " +
        "as bytes on the wire, all at once; requests that never end; answers too large or slow",
      held:
        "refused with a status of the client's, nothing of the inside shown, both servers go on",
      tests: [
        { file: "faults/input/http_test.ts" },
        { file: "integration/serve_refusals_test.ts" },
        { file: "integration/serve_limits_test.ts" },
        { file: "integration/serve_tokens_test.ts" },
        { file: "integration/serve_hang_up_test.ts" },
        { file: "integration/dashboard_security_test.ts" },
      ],
    },
    {
      id: "bad-flags",
      fault: "flags that are unknown, conflict, are given twice, negative, past the end, or lack " +
        "their value, for every task of deno.json",
      held: "each problem in one message, exit code 2, nothing is begun",
      tests: [
        { file: "faults/input/flags_test.ts" },
        { file: "unit/cli/parse_test.ts" },
      ],
    },
    {
      id: "bad-identifiers",
      fault: "names with quotes, dots, key words, capitals, escapes, of 63 and 64 bytes, with NUL",
      held: "a name is exact in DDL, reads and writes, or refused; never cut",
      tests: [
        { file: "faults/input/identifiers_test.ts" },
        { file: "integration/exact_names_test.ts" },
        { file: "integration/sql_quote_test.ts" },
      ],
    },
    {
      id: "bad-surroundings",
      fault: "a reader that leaves early, closed standard streams, a folder with blanks, accents " +
        "and quotes, one that cannot be written to",
      held: "the task ends as it would, or with a sentence that names the folder",
      tests: [
        { file: "faults/input/surroundings_test.ts" },
        { file: "unit/cli/stream_test.ts" },
        { file: "unit/cli/run_task_test.ts" },
      ],
    },
  ],
};
