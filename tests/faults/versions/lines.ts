import type { FaultRoom } from "../fault_line.ts";

export const versions: FaultRoom = {
  title: "Answers of server versions",
  lines: [
    {
      id: "same-answers",
      fault: "random statements of the kinds that are sent, on tables compressed, partly " +
        "compressed, compressed again and under other settings, on each server at hand",
      held:
        "each answers as on a plain table of the same rows, or `verify` names the bug for this " +
        "table and without it the answer is right",
      tests: [{ file: "faults/versions/answers_test.ts" }],
      leftOut: "One session at a time: what another one's recompression hides from a repeatable " +
        "read transaction (#6841, #6842) or from a plan made just before (#10487) is open in " +
        "TimescaleDB.",
    },
    {
      id: "revision-recompressed",
      fault: "a revision that comes late into a compressed chunk, which is then compressed again",
      held:
        "a read as of an instant gives the revision; where TimescaleDB before 2.27.0 does not, " +
        "`verify` says so, and its remedy puts it right",
      tests: [{ file: "faults/versions/recompressed_test.ts" }],
    },
    {
      id: "found-lost-rows",
      fault:
        "a server that loses rows as TimescaleDB 2.18.0 does (#7672), and what the oracle has " +
        "found before",
      held: "found within a minute, in at most ten statements; each found bug is met on servers " +
        "that have it and on no other",
      tests: [{ file: "faults/versions/finds_test.ts" }],
    },
  ],
};
