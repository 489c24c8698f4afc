import type { OptionSpec, TaskSpec } from "../../../cli/mod.ts";

const text = (value: string, description: string): OptionSpec => ({
  type: "string",
  value,
  description,
});

/** The command line of `deno task archive`. */
export const archiveSpec: TaskSpec = {
  name: "archive",
  summary: "Moves old chunks to Parquet in a folder or on S3, proves them, and brings them back.",
  example: [
    'deno task archive ohlcv --older-than="180 days" --to=s3://cold/strata',
    "deno task archive list",
    "deno task archive check ohlcv",
    "deno task archive restore ohlcv --from=2024-01-01 --to=2024-03-01",
    "deno task archive lake --to=s3://lake/strata   # a copy for readers, kept up to date",
  ].join("\n"),
  usage: "deno task archive TABLE --older-than=AGE [--to=PLACE]\n" +
    "       deno task archive restore TABLE --from=TIME --to=TIME\n" +
    "       deno task archive list|check [TABLE]\n" +
    "       deno task archive lake [TABLE] --to=PLACE",
  positionals: [
    {
      name: "TABLE",
      description: "The hypertable; before it restore, list, check or lake.",
      many: true,
    },
  ],
  options: {
    "older-than": text(
      "AGE",
      "What ends so long ago goes, or before a day or an instant; whole months, or years of tables " +
        "with chunks of a month and longer.",
    ),
    to: text(
      "PLACE",
      "A folder, or s3://BUCKET/PREFIX on the server of MINIO_HOST; by default where the table was " +
        "archived last. With restore: the first instant that is not wanted.",
    ),
    from: text("TIME", "With restore: the first instant that is wanted, or its day in UTC."),
    full: {
      type: "boolean",
      description:
        "With lake: reads every period again, and finds what was deleted or changed in place.",
    },
  },
  exitCodes: { 1: "it failed, and what is not archived stands in the table; or a file is damaged" },
};
