import type { FaultRoom } from "../fault_line.ts";

export const archive: FaultRoom = {
  title: "Archive",
  lines: [
    {
      id: "kill-archive",
      fault:
        "kill -9 of an archive, a merge of late rows and a restore before any statement, and " +
        "before any change of a file",
      held:
        "each row stands in the table or in files whose hashes are right; the next run goes on, " +
        "leaves one archive of the range and nothing else, and a restore gives the table of before",
      tests: [{ file: "faults/archive/kill_test.ts" }],
    },
    {
      id: "late-rows",
      fault: "rows that come for a range while it is archived, and after",
      held:
        "none is lost: the range is written anew, or the next run takes them into its file, and " +
        "a later row stands in place of the archived one with its key",
      tests: [
        { file: "integration/archive_move_test.ts", test: "a row that comes while" },
        { file: "integration/archive_move_test.ts", test: "rows that come for" },
      ],
    },
    {
      id: "archive-writers",
      fault: "writers that store rows of a range without rest while it is archived again and again",
      held: "every row that a writer was told is stored is there after a restore",
      tests: [{ file: "faults/archive/writers_test.ts" }],
    },
    {
      id: "damaged-archive",
      fault:
        "a file of an archive that is changed, missing, or another one under its name; a manifest " +
        "that was edited",
      held: "`archive check` names it, and a restore refuses and changes nothing",
      tests: [{ file: "integration/archive_refusals_test.ts", test: "a damaged or missing" }],
    },
  ],
};
