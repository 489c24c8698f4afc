import type { FaultLine, FaultRoom } from "../fault_line.ts";

const lines: readonly FaultLine[] = [
  {
    id: "supply-permissions",
    fault: "A task that may more than it needs",
    held: "each permission has its reason in a table that deno.json agrees with; none prompts",
    tests: [
      { file: "faults/supply/permissions_test.ts" },
      { file: "unit/architecture/repository_test.ts", test: "every task is described" },
    ],
  },
  {
    id: "supply-taken-away",
    fault: "Any permission of any task taken away",
    held: "one line that names the flag and the command that has it, exit code 2, no stack trace",
    tests: [
      { file: "faults/supply/taken_away_test.ts" },
      { file: "unit/cli/missing_permission_test.ts" },
      { file: "unit/base/settings/permissions_test.ts" },
    ],
    leftOut: "without `--allow-sys=statfs`, verify and dashboard go on, and say so in that line",
  },
  {
    id: "supply-lock",
    fault: "A package that changed, or that deno.json asks for and the lock does not hold",
    held: "every archive by its hash, a lock that does not fit is refused",
    tests: [
      { file: "faults/supply/lock_test.ts", test: "the lock is frozen" },
      { file: "faults/supply/lock_test.ts", test: "every package of the lock" },
      { file: "faults/supply/lock_test.ts", test: "a lock " },
    ],
  },
  {
    id: "supply-scripts",
    fault: "A package that brings a script to run when it is installed",
    held: "none is run, none is allowed to, each that has one is named with why it does without",
    tests: [{ file: "faults/supply/lock_test.ts", test: "no script of a package" }],
  },
  {
    id: "supply-licenses",
    fault: "A dependency, however deep, with another licence or none",
    held: "refused until somebody argues it; the list of all of them is published",
    tests: [{ file: "faults/supply/licenses_test.ts" }],
  },
  {
    id: "supply-actions",
    fault: "An action whose tag is moved, a job that may more than it needs",
    held: "actions by commit, one write permission for each job that publishes, no token left over",
    tests: [{ file: "faults/supply/workflow_test.ts" }],
  },
  {
    id: "supply-sbom",
    fault: "Somebody must know what a release is made of",
    held: "a bill of materials valid by CycloneDX's schema, the same bytes from the same lock",
    tests: [{ file: "faults/supply/bill_of_materials_test.ts" }],
  },
];

export const supply: FaultRoom = { title: "Permissions and supply chain", lines };
