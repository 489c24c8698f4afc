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
  ],
};
