import type { FaultLine, FaultRoom } from "../fault_line.ts";

const KILLED = "integration/migrate_crash_test.ts";
const LOCKS = "integration/migrate_locks_test.ts";
const STEPWISE = "integration/migrate_stepwise_test.ts";

const lines: readonly FaultLine[] = [
  {
    id: "migrate-killed",
    fault: "kill -9 before and inside every statement, up and down, transactional and stepwise",
    held: "the next run ends with the catalog and the rows of a clean run",
    tests: [
      { file: KILLED, test: "the next run completes what a process killed before" },
      { file: KILLED, test: "the next run completes what a process killed inside" },
      { file: KILLED, test: "the next run completes what a process killed while reverting" },
      { file: KILLED, test: "a ledger that a killed run left half made" },
    ],
  },
  {
    id: "migrate-own-killed",
    fault: "kill -9 all the way through this package's own migrations, up and down",
    held: "after each kill the catalog of a clean run up to what the ledger says; equal at the end",
    tests: [{ file: "faults/migrations/kill_own_migrations_test.ts" }],
  },
  {
    id: "migrate-twenty",
    fault:
      "Twenty runners at once, one migration with a non-transactional index build; some killed",
    held: "each migration ran once, every run ends well",
    tests: [
      { file: "faults/migrations/many_runners_test.ts" },
      { file: LOCKS, test: "five runners at once" },
    ],
  },
  {
    id: "migrate-lost-commit",
    fault: "The answer to a commit lost on the network, at each commit",
    held: "applied once; the ledger decides",
    tests: [
      {
        file: "faults/migrations/lost_answers_test.ts",
        test: "a migration whose commit loses its answer",
      },
      { file: LOCKS, test: "a commit whose answer is lost" },
    ],
  },
  {
    id: "migrate-lost-answer",
    fault: "The answer to any statement lost on the network, at each statement",
    held: "nothing ran twice, the next run ends with a clean run's catalog",
    tests: [
      {
        file: "faults/migrations/lost_answers_test.ts",
        test: "a statement of a migration that loses its answer",
      },
    ],
  },
  {
    id: "migrate-backend-killed",
    fault: "The backend of a migrator killed; a statement that crashes the server",
    held: "applied once on another connection; what crashed the server is not repeated",
    tests: [
      { file: LOCKS, test: "a backend that dies in a migration" },
      { file: STEPWISE, test: "a statement that crashed the server" },
    ],
  },
  {
    id: "migrate-signals",
    fault:
      "SIGINT and SIGTERM in a transaction and between steps; twice, with a server in a black hole",
    held: "exit code 130, statement cancelled, lock gone; the next run completes it",
    tests: [
      { file: "faults/migrations/signals_test.ts" },
      { file: "integration/migrate_task_test.ts", test: "the task cancels its statement" },
      { file: LOCKS, test: "an aborted run cancels" },
    ],
  },
  {
    id: "migrate-server-killed",
    fault: "The server killed or stopped in the middle of a run, back at once or only for the next",
    held: "the run goes on by itself or ends with a typed error; the next ends as a clean run",
    tests: [{ file: "faults/migrations/server_killed_test.ts" }],
  },
  {
    id: "migrate-read-only",
    fault: "A standby, a library that is not loaded",
    held: "refused with a remedy, nothing written",
    tests: [{ file: "integration/migrate_own_server_test.ts" }],
  },
  {
    id: "migrate-pgbouncer",
    fault: "PgBouncer in session, transaction and statement mode, beside a direct run; a kill -9",
    held: "refused or right, never wrong; no lock left",
    tests: [
      { file: "faults/migrations/pooled_runners_test.ts" },
      { file: "integration/migrate_pgbouncer_test.ts" },
      { file: LOCKS, test: "a pooler in transaction mode" },
    ],
  },
  {
    id: "migrate-reader",
    fault: "A reader that holds a lock for 30 s, longer than all attempts",
    held:
      "a clear refusal, other readers wait no longer than one lock timeout, the next run ends well",
    tests: [
      { file: "faults/migrations/long_reader_test.ts" },
      { file: LOCKS, test: "a table that is read for seconds" },
      { file: LOCKS, test: "a lock that is never free" },
    ],
  },
  {
    id: "migrate-stepwise-failed",
    fault: "A stepwise migration that fails or is interrupted at a statement, or finds no lock",
    held: "goes on at that statement; an index of another definition is not taken for done",
    tests: [
      { file: STEPWISE, test: "a statement that certainly failed" },
      { file: STEPWISE, test: "an existing index with another definition" },
      { file: STEPWISE, test: "a concurrent build without its locks" },
      { file: "integration/migrate_failures_test.ts", test: "an index build that fails" },
    ],
  },
];

export const migrations: FaultRoom = { title: "Migrations", lines };
