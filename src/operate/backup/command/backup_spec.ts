import type { OptionSpec, TaskSpec } from "../../../cli/mod.ts";
import { DEFAULT_FOLDER } from "../store/mod.ts";

const to: OptionSpec = {
  type: "string",
  value: "PLACE",
  default: DEFAULT_FOLDER,
  description: "The folder with the backups, or s3://BUCKET/PREFIX on the server of MINIO_HOST.",
};

/** The command line of `deno task backup`. */
export const backupSpec: TaskSpec = {
  name: "backup",
  summary: "Backs up the database with what TimescaleDB needs, and lists the backups.",
  example: [
    "deno task backup",
    "deno task backup --to=s3://backups/strata --keep=14",
    "deno task backup list",
    "deno task restore newest --check   # a backup counts once this has passed",
  ].join("\n"),
  options: { to },
  commands: {
    make: {
      summary: "Makes a backup.",
      options: {
        keep: {
          type: "string",
          value: "N",
          number: { least: 1 },
          description: "Then removes the oldest beyond N, never the last that passed its check.",
        },
      },
    },
    list: { summary: "Shows the backups: age, size, checked or not." },
  },
  defaultCommand: "make",
  exitCodes: { 1: "the backup failed, and nothing is left of it; or a listed one is of no use" },
};
