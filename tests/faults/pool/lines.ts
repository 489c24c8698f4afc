import type { FaultLine, FaultRoom } from "../fault_line.ts";

const SIZES = "at pool sizes 1, 3 and 10";

const lines: readonly FaultLine[] = [
  {
    id: "pool-idle-killed",
    fault: `An idle backend killed, the next query 0, 1, 5, 50 ms later, 200 times, ${SIZES}`,
    held: "at most one typed error each; the next call is answered; no backend left",
    tests: [{ file: "faults/pool/idle_kills_test.ts" }],
  },
  {
    id: "pool-transaction-killed",
    fault: `A backend killed in a transaction, ${SIZES}`,
    held: "no row of it stored, no other transaction touched",
    tests: [{ file: "faults/pool/transaction_kills_test.ts" }],
  },
  {
    id: "pool-kill-all",
    fault: `Fifteen rounds of killing every backend under load, ${SIZES}`,
    held: "a result or a typed error within its limit; 95 % of the throughput after",
    tests: [{ file: "faults/pool/kill_all_test.ts" }],
  },
  {
    id: "pool-network",
    fault:
      `Cut, reset, slowed, narrowed, sliced to bytes, half-closed connections under writers, ${SIZES}`,
    held: "acknowledged is stored, nothing twice, no descriptor left",
    tests: [{ file: "faults/pool/network_test.ts", test: "writers behind a network" }],
  },
  {
    id: "pool-lost-commit",
    fault: `The answer to a commit lost, ${SIZES}`,
    held: "a typed error of its own (08007): neither repeated nor taken for done",
    tests: [{ file: "faults/pool/network_test.ts", test: "a commit whose answer was lost" }],
  },
  {
    id: "pool-black-hole",
    fault: `A black hole for 60 s, then healed, ${SIZES}`,
    held: "each call ends at its limit; all answered after",
    tests: [{ file: "faults/pool/network_test.ts", test: "a statement into a black hole" }],
  },
  {
    id: "pool-nonsense",
    fault: "Half-open starts, garbage, unfinished log-ins; then one byte at a time, slowly",
    held: "typed errors within the limit of connecting; slow is only slow",
    tests: [{ file: "faults/pool/network_test.ts", test: "a server that talks nonsense" }],
  },
  {
    id: "pool-refused",
    fault: "Wrong password, no such database, TLS refused, garbage instead of TLS",
    held: "a typed error at once, without a second attempt",
    tests: [{ file: "faults/pool/network_test.ts", test: "a refused log-in" }],
  },
  {
    id: "pool-server-late",
    fault: "The server down at the start, up 3 s later",
    held: "every caller is answered",
    tests: [{ file: "faults/pool/outages_test.ts", test: "a server that is down at the start" }],
  },
  {
    id: "pool-server-never",
    fault: "The server down for good",
    held: "every caller ends with a typed error within 20 s",
    tests: [{ file: "faults/pool/outages_test.ts", test: "a server that never comes up" }],
  },
  {
    id: "pool-server-restart",
    fault: "The server stopped, killed, frozen under writers, and started again",
    held: "acknowledged is stored, nothing twice, each call within its limit",
    tests: [{ file: "faults/pool/outages_test.ts", test: "a server that restarts" }],
  },
  {
    id: "pool-too-many",
    fault: "No connection free on the server",
    held: "typed, asked again, answered once one is free",
    tests: [{ file: "faults/pool/outages_test.ts", test: "a server without a free connection" }],
  },
  {
    id: "pool-exhausted",
    fault: `An exhausted pool with 10,000 callers waiting, ${SIZES}`,
    held: "each is answered, or refused at its limit",
    tests: [
      { file: "faults/pool/exhausted_test.ts", test: "thousands of callers wait" },
      { file: "faults/pool/exhausted_test.ts", test: "callers whom nobody answers" },
      { file: "integration/database_pool_test.ts", test: "10,000 callers at once" },
    ],
  },
  {
    id: "pool-abort",
    fault: "A caller that gives up while it waits or while its query runs",
    held: "it ends at once; the pool stays whole",
    tests: [
      { file: "faults/pool/exhausted_test.ts", test: "a caller that gives up" },
      { file: "integration/database_pool_test.ts", test: "close is idempotent" },
    ],
  },
  {
    id: "pool-dead-idle",
    fault: "An idle connection that died silently",
    held: "found by the ping and replaced within its limit",
    tests: [{ file: "integration/database_pool_test.ts", test: "an idle connection that died" }],
  },
  {
    id: "pool-time-zones",
    fault: "Clients in four time zones",
    held: "the same values from each",
    tests: [{ file: "integration/database_types_test.ts" }],
  },
];

export const pool: FaultRoom = { title: "The pool", lines };
