import type { FaultLine, FaultRoom } from "../fault_line.ts";

const lines: readonly FaultLine[] = [
  {
    id: "streams-killed",
    fault: "Members of a consumer group killed at any moment, others joining and leaving",
    held: "each message of the topic stored once",
    tests: [{ file: "faults/streams/kill_test.ts" }],
  },
  {
    id: "streams-fenced",
    fault: "Two processes that both believe that a partition is theirs",
    held: "one stores the messages, the other drops them and goes on behind them",
    tests: [{
      file: "integration/streams_consume_test.ts",
      test: "consume drops a batch that another process stored first",
    }],
  },
  {
    id: "streams-bad-message",
    fault: "Messages that are no rows of the table",
    held: "kept in the dead-letter topic with reason and place; without one, nothing is stored",
    tests: [{
      file: "integration/streams_consume_test.ts",
      test: "consume keeps refused messages",
    }, {
      file: "integration/streams_consume_test.ts",
      test: "consume stops at a bad message",
    }],
  },
];

export const streams: FaultRoom = { title: "Streams", lines };
