import type { FaultRoom } from "../fault_line.ts";

export const schedules: FaultRoom = {
  title: "Schedules",
  lines: [
    {
      id: "schedules-process",
      fault: "callers of a bounded queue and repeated transactions, in every order of entering, " +
        "leaving, giving up, closing and lost answers that a seed gives",
      held: "never more inside than slots, each caller ends, each addition is there once",
      tests: [
        { file: "faults/schedules/process_test.ts", test: "a turnstile holds in every order" },
        { file: "faults/schedules/process_test.ts", test: "repeated transactions add exactly" },
      ],
    },
    {
      id: "schedules-writers",
      fault:
        "two to four writers of the same keys, loaders of one series in any order of releases, " +
        "and a policy that compresses meanwhile, each statement released in the order of a seed",
      held:
        "each row is there once as one of them sent it, the counts add up, what was known at each " +
        "release is what it says, a re-run inserts nothing",
      tests: [
        { file: "faults/schedules/server_test.ts", test: "writers of the same keys, statement" },
        { file: "faults/schedules/server_test.ts", test: "writers of the same keys while" },
        { file: "faults/schedules/server_test.ts", test: "loaders of one series" },
      ],
    },
    {
      id: "schedules-migrators",
      fault:
        "two or three migrators at one database, each statement released in the order of a seed",
      held: "each migration is applied once, and each migrator succeeds",
      tests: [{ file: "faults/schedules/migrators_test.ts", test: "migrators at one database" }],
    },
    {
      id: "schedules-redis",
      fault:
        "Redis clients closed while others open and lease them, after any number of turns of " +
        "the event loop",
      held: "no client is lent once all are closed, and each caller ends",
      tests: [{ file: "faults/schedules/redis_test.ts" }],
    },
    {
      id: "races-found",
      fault: "races put in on purpose",
      held: "each is found, and again from its seed by the same schedule",
      tests: [
        { file: "faults/schedules/process_test.ts", test: "a slot given back twice" },
        { file: "faults/schedules/process_test.ts", test: "a transaction repeated after" },
        { file: "faults/schedules/server_test.ts", test: "races put in between writers" },
        { file: "faults/schedules/migrators_test.ts", test: "a ledger not read again" },
      ],
    },
  ],
};
