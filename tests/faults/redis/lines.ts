import type { FaultLine, FaultRoom } from "../fault_line.ts";

const OWN = "faults/redis/server_faults_test.ts";
const NETWORK = "integration/redis_faults_test.ts";
const CLIENT = "integration/redis_client_test.ts";

const lines: readonly FaultLine[] = [
  {
    id: "redis-killed",
    fault: "Redis killed and started under 1, 3 and 10 callers",
    held: "counters exact: nothing counted twice, nothing acknowledged lost",
    tests: [{ file: OWN, test: "counters are exact through a Redis that is killed" }],
  },
  {
    id: "redis-frozen",
    fault: "Redis frozen within and beyond the limits of a command and of a socket",
    held: "counters exact; each command ends at its limit",
    tests: [
      { file: OWN, test: "counters are exact through a Redis that freezes" },
      { file: NETWORK, test: "a frozen server costs" },
    ],
  },
  {
    id: "redis-loading",
    fault: "Redis loads its data after a crash",
    held: "counters exact; the client answers once it is loaded",
    tests: [{ file: OWN, test: "counters are exact through a Redis that loads" }],
  },
  {
    id: "redis-read-only",
    fault: "Redis turned into a replica, and back",
    held: "counters exact; one reconnect, no listener or timer left over",
    tests: [
      { file: OWN, test: "counters are exact through a Redis that turns read-only" },
      { file: OWN, test: "a hundred writes that a replica refuses" },
    ],
  },
  {
    id: "redis-full",
    fault: "Redis out of memory",
    held: "counters exact; a refusal is the server's own answer, reads go on",
    tests: [{ file: OWN, test: "counters are exact through a Redis that is out of memory" }],
  },
  {
    id: "redis-network",
    fault: "Connections to Redis cut, reset, delayed, sliced, answers lost",
    held: "counters exact; no command sent twice",
    tests: [
      { file: NETWORK, test: "a counter is exact behind a network" },
      { file: NETWORK, test: "a command whose answer was lost" },
    ],
  },
  {
    id: "redis-down",
    fault: "Redis down at the start, or gone while used",
    held: "a typed error soon; found again by the next call",
    tests: [
      { file: NETWORK, test: "a server that is gone" },
      { file: CLIENT, test: "getRedis forgets a failed connect" },
    ],
  },
  {
    id: "redis-login",
    fault: "Wrong password, no password",
    held: "a typed error at once, without a second attempt or the password",
    tests: [{ file: CLIENT, test: "a refused log-in" }],
  },
  {
    id: "redis-blocking",
    fault: "Blocking commands on connections that die, freeze or are aborted; leases exhausted",
    held: "each ends with its connection, its limit or its signal",
    tests: [
      { file: NETWORK, test: "a blocking command ends" },
      { file: CLIENT, test: "withDedicatedRedis" },
      { file: CLIENT, test: "closeRedis ends leases" },
    ],
  },
];

export const redis: FaultRoom = { title: "Redis", lines };
