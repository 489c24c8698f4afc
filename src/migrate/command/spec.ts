import type { OptionSpec, TaskSpec } from "../../cli/mod.ts";

const to: OptionSpec = {
  type: "string",
  value: "N",
  number: { least: 0 },
  description: "Stops after migration N.",
};
const dryRun: OptionSpec = {
  type: "boolean",
  description: "Shows what would be done and changes nothing.",
};
const allowOutOfOrder: OptionSpec = {
  type: "boolean",
  description:
    "Applies pending migrations even if a later one is applied; the ledger records this.",
};
const wait: OptionSpec = {
  type: "string",
  value: "S",
  number: { least: 0 },
  description: "Waits up to S seconds for another migrator to finish (60).",
};
const lockTimeout: OptionSpec = {
  type: "string",
  value: "MS",
  number: { least: 0 },
  description:
    "Waits MS milliseconds for the locks of a statement, up to five times (2000; 0 for no limit).",
};
const statementTimeout: OptionSpec = {
  type: "string",
  value: "S",
  number: { least: 0 },
  description: "Cancels a statement after S seconds (0 for no limit).",
};
const requireEdition: OptionSpec = {
  type: "string",
  value: "EDITION",
  choices: ["community", "apache"],
  description: "Refuses a server with a lower edition of TimescaleDB before anything changes.",
};

const reference: OptionSpec = {
  type: "string",
  value: "WHERE",
  description:
    "Where to try definitions and migrations: in PGlite (embedded), in a temporary database on the " +
    "server (scratch) or on another (postgres://…), or in one only where PGlite cannot (auto).",
};

const running = { wait, "lock-timeout": lockTimeout, "statement-timeout": statementTimeout };

/** The command line of the `migrate` task. */
export const migrateSpec: TaskSpec = {
  name: "migrate",
  summary: "Applies, reverts and reports the migrations of the database.",
  example: [
    "deno task migrate                 # applies what is pending",
    "deno task migrate status          # the ledger against the files",
    "deno task migrate plan --sql --target=timescaledb-2.18.2/community",
  ].join("\n"),
  defaultCommand: "up",
  exitCodes: { 1: "a migration failed, or the database is not up to date" },
  commands: {
    up: {
      summary: "Applies pending migrations, and deferred steps that the server now supports.",
      options: {
        to,
        "dry-run": dryRun,
        "allow-out-of-order": allowOutOfOrder,
        require: requireEdition,
        ...running,
      },
    },
    down: {
      summary: "Reverts migrations, newest first, one by default.",
      options: {
        to: {
          ...to,
          description: "Reverts all migrations after N; 0 reverts all.",
          conflicts: ["steps"],
        },
        steps: {
          type: "string",
          value: "N",
          number: { least: 1 },
          description: "Reverts N migrations.",
        },
        "dry-run": dryRun,
        yes: {
          type: "boolean",
          short: "y",
          description: "Does not ask for confirmation; required without a terminal.",
        },
        ...running,
      },
    },
    status: {
      summary: "Compares the ledger with the files; exit code 1 if they differ.",
    },
    plan: {
      summary: "Shows the statements that up would run.",
      options: {
        to,
        sql: { type: "boolean", description: "Prints them as an SQL script." },
        target: {
          type: "string",
          value: "TARGET",
          description:
            "Renders all migrations, without a server, for one like timescaledb-2.18.2/community, timescaledb-2.19.3/apache/pg16 or postgres-17.",
        },
        "allow-out-of-order": allowOutOfOrder,
      },
    },
    check: {
      summary: "Compares definitions, migrations, ledger and database; exit code 1 if they differ.",
      options: {
        grants: {
          type: "boolean",
          description: "Also lists undeclared grants and owners, as notes.",
        },
        reference,
      },
    },
    converge: {
      summary: "Makes the database match the migrations where that is safe, and lists the rest.",
      options: {
        "dry-run": dryRun,
        "allow-data-loss": {
          type: "boolean",
          description:
            "Also makes fixes that delete data, now or later, such as a retention policy.",
        },
        reference,
        wait,
        "lock-timeout": lockTimeout,
      },
    },
    new: {
      summary:
        "Writes a numbered module with the difference between the definitions and the migrations.",
      example: "deno task migrate new add volume to curves",
      options: { reference },
      positionals: [{
        name: "NAME",
        description: "What it does, in words.",
        required: true,
        many: true,
      }],
    },
    lint: {
      summary: "Finds statements that would fail, lose data or block others.",
      options: {
        target: {
          type: "string",
          value: "TARGET",
          description: "The oldest server that the migrations must run on.",
        },
        strict: { type: "boolean", description: "Exits with code 1 for warnings too." },
        rules: { type: "boolean", description: "Lists the rules." },
      },
    },
    baseline: {
      summary:
        "Records migrations up to N as applied without running them, for a database that already has their tables.",
      positionals: [{
        name: "N",
        description: "The number of the last migration.",
        required: true,
      }],
    },
    repair: {
      summary:
        "Marks a failed, edited or missing migration as applied or reverted, or sets where it continues.",
      positionals: [{ name: "ID", description: "The migration.", required: true }],
      options: {
        mark: {
          type: "string",
          value: "STATE",
          choices: ["applied", "reverted"],
          description:
            "applied: accepts it as it is written now; reverted: removes it from the ledger.",
        },
        statement: {
          type: "string",
          value: "N",
          description: "Continues at statement N of a migration that failed without a transaction.",
        },
      },
    },
  },
};
