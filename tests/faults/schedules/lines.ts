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
      id: "races-found",
      fault: "races put in on purpose",
      held: "each is found, and again from its seed by the same schedule",
      tests: [
        { file: "faults/schedules/process_test.ts", test: "a slot given back twice" },
        { file: "faults/schedules/process_test.ts", test: "a transaction repeated after" },
      ],
    },
  ],
};
