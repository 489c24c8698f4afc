import type { OptionSpec, TaskSpec } from "../../cli/mod.ts";

const to: OptionSpec = {
  type: "string",
  value: "N",
  number: { least: 0 },
  description: "Stops at migration N.",
};
const dryRun: OptionSpec = {
  type: "boolean",
  description: "Shows what would be done and changes nothing.",
};
const allowOutOfOrder: OptionSpec = {
  type: "boolean",
  description:
    "Applies migrations that are pending although a later one is applied; the ledger keeps it.",
};
const wait: OptionSpec = {
  type: "string",
  value: "S",
  number: { least: 0 },
  description: "Waits S seconds for another migrator to end (60).",
};
const lockTimeout: OptionSpec = {
  type: "string",
  value: "MS",
  number: { least: 0 },
  description:
    "Gives a statement MS milliseconds to get its locks, five tries in all (2000; 0 for no limit).",
};
const statementTimeout: OptionSpec = {
  type: "string",
  value: "S",
  number: { least: 0 },
  description: "Ends a statement after S seconds (0: no limit).",
};
const requireEdition: OptionSpec = {
  type: "string",
  value: "EDITION",
  choices: ["community", "apache"],
  description: "Refuses a server with a lesser edition of TimescaleDB before anything changes.",
};

const reference: OptionSpec = {
  type: "string",
  value: "WHERE",
  description:
    "Tries definitions and migrations in PGlite (embedded), in an empty database that is made and dropped " +
    "on the server (scratch) or on another (postgres://…), or there only where PGlite cannot (auto).",
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
  exitCodes: { 1: "a migration failed, or the database is not in step" },
  commands: {
    up: {
      summary: "Applies pending migrations, and deferred steps that the server can take by now.",
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
          description: "Reverts all after migration N; 0 reverts all.",
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
          description: "Does not ask; needed where nobody can be asked.",
        },
        ...running,
      },
    },
    status: {
      summary: "Compares the ledger with the files; exit code 1 where they are not in step.",
    },
    plan: {
      summary: "Shows the statements that up would run.",
      options: {
        to,
        sql: { type: "boolean", description: "Prints them as a script of SQL." },
        target: {
          type: "string",
          value: "TARGET",
          description:
            "Renders every migration for a server like timescaledb-2.18.2/community, timescaledb-2.19.3/apache/pg16 or postgres-17, without one.",
        },
        "allow-out-of-order": allowOutOfOrder,
      },
    },
    check: {
      summary:
        "Compares definitions, migrations, ledger and database; exit code 1 where they differ.",
      options: {
        grants: {
          type: "boolean",
          description: "Also lists grants and owners that are not declared, as notes.",
        },
        reference,
      },
    },
    converge: {
      summary:
        "Makes the database what the migrations say, where that is safe, and says what is not.",
      options: {
        "dry-run": dryRun,
        "allow-data-loss": {
          type: "boolean",
          description: "Also mends what deletes data sooner or later, such as a retention policy.",
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
      summary: "Looks for what would fail, lose data or keep others waiting.",
      options: {
        target: {
          type: "string",
          value: "TARGET",
          description: "The oldest server that they are for.",
        },
        strict: { type: "boolean", description: "Exit code 1 for warnings too." },
        rules: { type: "boolean", description: "Lists the rules." },
      },
    },
    baseline: {
      summary:
        "Records migrations up to N as applied without running them, for a database that has their tables.",
      positionals: [{ name: "N", description: "The number of the last one.", required: true }],
    },
    repair: {
      summary: "Resolves a failed, edited or missing migration by saying what became of it.",
      positionals: [{ name: "ID", description: "The migration.", required: true }],
      options: {
        mark: {
          type: "string",
          value: "STATE",
          choices: ["applied", "reverted"],
          description: "applied: accepts it as it is written now; reverted: forgets it.",
        },
        statement: {
          type: "string",
          value: "N",
          description: "Goes on at its statement N, one that failed without a transaction.",
        },
      },
    },
  },
};
