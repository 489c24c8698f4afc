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
  ],
};
