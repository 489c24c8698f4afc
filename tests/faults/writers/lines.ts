import type { FaultRoom } from "../fault_line.ts";

const network = "writers of three kinds lose nothing behind a network of any weather";

export const writers: FaultRoom = {
  title: "Writers, fetchers, exporters",
  lines: [
    {
      id: "network-cut",
      fault: "The network cuts and resets connections while bars, vintages and candles are written",
      held: "acknowledged is stored, stored was sent, no key twice, a re-run inserts nothing",
      tests: [
        { file: "faults/writers/network_test.ts", test: network },
        { file: "integration/ingest_faults_test.ts", test: "insertRows fails with its connection" },
      ],
    },
    {
      id: "lost-commit",
      fault: "The connection is cut after a commit was sent",
      held: "a typed error with code 08007, nothing is repeated by itself, a re-run finds the rows",
      tests: [
        { file: "faults/writers/network_test.ts", test: network },
        {
          file: "integration/ingest_faults_test.ts",
          test: "insertRows does not repeat a commit whose answer was lost",
        },
      ],
    },
    {
      id: "black-hole",
      fault: "The network swallows everything for a minute, or leaves a connection half open",
      held:
        "a statement ends at its limit with a typed error, and the writer goes on when it heals",
      tests: [{ file: "faults/writers/network_test.ts", test: network }],
    },
    {
      id: "slow-network",
      fault: "The network is late, narrow, answers late, or passes one byte at a time",
      held: "writing is slower, and nothing else",
      tests: [{ file: "faults/writers/network_test.ts", test: network }],
    },
    {
      id: "server-restart",
      fault: "The server stops and starts, or loses its power, under ingest",
      held: "the writers go on once it is there: acknowledged is stored, no key twice",
      tests: [{ file: "faults/writers/server_test.ts" }],
    },
    {
      id: "server-frozen",
      fault: "The server freezes for some seconds and goes on",
      held: "a statement ends at its limit, what it stored all the same is not stored twice",
      tests: [{ file: "faults/writers/server_test.ts" }],
    },
    {
      id: "server-disk-full",
      fault: "The server's disk is full: that of its tables, or the whole, so that it ends",
      held: "a typed error that says so, nothing acknowledged is lost, writing goes on with room",
      tests: [{ file: "faults/writers/full_disk_test.ts" }],
    },
    {
      id: "kill-writer",
      fault: "kill -9 in the middle of a million rows, again and again",
      held: "the next run goes on; in the end exactly the rows that were sent, each once",
      tests: [
        { file: "faults/writers/kill_test.ts", test: "a writer that is killed again and again" },
        {
          file: "integration/ingest_faults_test.ts",
          test: "insertRows keeps what it acknowledged",
        },
        { file: "integration/ingest_faults_test.ts", test: "insertRows stores nothing of a load" },
      ],
    },
    {
      id: "kill-load-task",
      fault: "kill -9 of `deno task load` in the middle of its file",
      held: "whole batches are stored, the same command again stores the rest, and then nothing",
      tests: [{ file: "faults/writers/kill_test.ts", test: "a load task that is killed" }],
    },
    {
      id: "kill-fetch",
      fault: "kill -9 of `deno task fetch` between two pages",
      held: "it goes on after its last page, to the same answers",
      tests: [{ file: "integration/sources_kill_test.ts" }],
    },
    {
      id: "kill-backend",
      fault: "Backends of writers are killed at random moments",
      held: "a typed error and nothing of the transaction; what was acknowledged stays",
      tests: [
        { file: "faults/writers/kill_test.ts", test: "writers of three kinds lose nothing while" },
      ],
    },
    {
      id: "duplicates",
      fault: "Duplicates first, in the middle and last; three shuffled runs; compressed in between",
      held: "each new row is stored once, nothing is added, nothing is decompressed for it",
      tests: [
        { file: "faults/writers/order_test.ts", test: "duplicates " },
        {
          file: "integration/ingest_compressed_test.ts",
          test: "insertRows run again on compressed",
        },
        {
          file: "integration/ingest_compressed_test.ts",
          test: "insertRows finds [there, new, new]",
        },
      ],
    },
    {
      id: "eight-writers",
      fault: "Eight writers of the same keys, and of series whose vintages come in random order",
      held: "each row is inserted by one of them, and every instant knows what one writer gave it",
      tests: [
        { file: "faults/writers/order_test.ts", test: "eight writers " },
        { file: "integration/ingest_concurrency_test.ts" },
        { file: "integration/ingest_vintage_order_test.ts" },
        { file: "integration/ingest_vintages_test.ts", test: "appendVintages keeps one line" },
      ],
    },
    {
      id: "policy-runs",
      fault: "The compression policy runs while eight writers write",
      held: "deadlocks are repeated, acknowledged is stored, no key twice",
      tests: [
        { file: "faults/writers/order_test.ts", test: "eight writers lose nothing while" },
        { file: "integration/ingest_concurrency_test.ts", test: "insertRows loses nothing while" },
      ],
    },
    {
      id: "bad-row",
      fault: "A bad row first, in the middle, last; NUL and lone surrogates",
      held: "refused by number and field, all or nothing; or left out where that is asked for",
      tests: [
        { file: "integration/ingest_bad_rows_test.ts" },
        { file: "faults/writers/source_test.ts", test: "a bad row" },
      ],
    },
    {
      id: "source-lies",
      fault: "A source gives HTML, cut JSON, wrong totals, repeated pages, a list that changes",
      held: "an error names source and series, nothing of it is stored, the next fetch gets it all",
      tests: [
        { file: "faults/writers/source_test.ts", test: "a source that lies" },
        { file: "integration/sources_manners_test.ts" },
        { file: "integration/sources_fred_refusals_test.ts" },
      ],
      leftOut: "A total that is too low cannot be told from a shorter list.",
    },
    {
      id: "source-breaks",
      fault: "A source throws or stalls at any page or row; the database goes away at any page",
      held: "pages that are stored stay, the next fetch goes on after them, a load stores nothing",
      tests: [
        { file: "faults/writers/source_test.ts", test: "a source that throws or stalls" },
        { file: "faults/writers/source_test.ts", test: "a fetch whose connections are reset" },
        { file: "integration/sources_manners_test.ts", test: "work under a lease fails" },
        { file: "integration/ingest_faults_test.ts", test: "insertRows passes on what its source" },
        { file: "integration/ingest_faults_test.ts", test: "insertRows gives up a source" },
        {
          file: "integration/sources_fetch_task_test.ts",
          test: "fetch: a source whose own code fails",
        },
      ],
    },
    {
      id: "reads-meanwhile",
      fault: "Point-in-time reads while revisions arrive in any order",
      held: "a fixed instant always gets the same answer, no value is visible before its release",
      tests: [{ file: "faults/writers/reads_test.ts" }],
    },
    {
      id: "time-zones",
      fault: "Clients in four time zones write and read the same rows at once",
      held: "each row once, around the changes of clocks too, and the same answers for all",
      tests: [
        { file: "faults/writers/zones_test.ts" },
        { file: "integration/database_types_test.ts" },
      ],
    },
    {
      id: "flat-memory",
      fault: "Ten million rows in one call",
      held: "resident memory grows by no more than 150 MB after a tenth of them",
      tests: [{ file: "faults/writers/memory_test.ts" }],
    },
    {
      id: "export-server-dies",
      fault: "The server dies or the network is cut in the middle of an export",
      held: "a typed error and exit code 3; the earlier file is whole, no half one is left",
      tests: [
        { file: "faults/writers/export_test.ts", test: "an export whose server dies" },
        { file: "faults/writers/export_test.ts", test: "an export whose network is cut" },
      ],
    },
    {
      id: "export-reader-leaves",
      fault: "The reader of an export or of a served answer goes away",
      held: "it ends well, and so does its statement",
      tests: [
        { file: "faults/writers/export_test.ts", test: "an export whose reader goes away" },
        { file: "integration/export_task_test.ts", test: "an export that is interrupted" },
        { file: "integration/serve_hang_up_test.ts" },
      ],
    },
    {
      id: "export-disk-full",
      fault: "The disk fills while exporting or backing up",
      held: "it is named, and nothing is left on it",
      tests: [
        { file: "integration/export_full_disk_test.ts" },
        { file: "integration/backup_full_disk_test.ts" },
      ],
    },
    {
      id: "backup-killed",
      fault: "A backup or a restore is killed, or its chunks are compressed meanwhile",
      held: "no half backup passes for one, and the next run completes",
      tests: [
        { file: "integration/backup_kill_test.ts" },
        { file: "integration/backup_jobs_test.ts" },
      ],
    },
  ],
};
