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
      fault: "The server's disk is full: that of its tables, or the whole of it",
      held: "a typed error that says so, nothing acknowledged is lost, writing goes on with room",
      tests: [{ file: "faults/writers/full_disk_test.ts" }],
    },
  ],
};
