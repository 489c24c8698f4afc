import type { TaskSpec } from "../../../cli/mod.ts";

/** The command line of `deno task restore`. */
export const restoreSpec: TaskSpec = {
  name: "restore",
  summary: "Restores a backup, or proves that it can be restored.",
  example: [
    "deno task restore newest --check",
    "deno task restore s3://backups/strata/newest --check --server=SPARE_DATABASE_URL",
    "deno task restore newest --database=strata_restored",
  ].join("\n"),
  positionals: [{
    name: "BACKUP",
    required: true,
    description:
      'A backup of "deno task backup list", its path, s3://BUCKET/PREFIX/NAME, or the word newest.',
  }],
  options: {
    database: {
      type: "string",
      value: "NAME",
      description: "The database to create; by default that of the backup. A full one is refused.",
      conflicts: ["check"],
    },
    check: {
      type: "boolean",
      description:
        "Restores into a scratch database, compares every count and hash and the migrations, drops " +
        "it, and writes the outcome beside the backup. No job runs in it.",
    },
    server: {
      type: "string",
      value: "VARIABLE",
      description: "The variable with the URL of another server to restore to.",
    },
    update: {
      type: "boolean",
      description: "Then updates TimescaleDB to the newest version that the server offers.",
      conflicts: ["check"],
    },
  },
  exitCodes: { 1: "the restore failed, and nothing is left of it; or the check failed" },
};
