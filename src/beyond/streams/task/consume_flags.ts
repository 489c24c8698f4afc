import type { OptionSpec } from "../../../cli/mod.ts";

/** The flags of `deno task consume`. */
export const consumeFlags: Readonly<Record<string, OptionSpec>> = {
  topic: { type: "string", value: "TOPIC", description: "The topic." },
  table: { type: "string", value: "TABLE", description: "The table that the rows go to." },
  group: {
    type: "string",
    value: "NAME",
    default: "strata",
    description: "The consumer group; its processes share the partitions.",
  },
  format: {
    type: "string",
    value: "FORMAT",
    default: "json",
    choices: ["json", "csv", "avro"],
    description: "What the messages are.",
  },
  columns: {
    type: "string",
    value: "a,b",
    multiple: true,
    description: "The columns of CSV, in their order.",
  },
  registry: { type: "string", value: "URL", description: "The schema registry of Avro." },
  "dead-letter": {
    type: "string",
    value: "TOPIC",
    description: "Where messages go that are refused; without it, one ends the task.",
  },
  from: {
    type: "string",
    value: "WHERE",
    default: "earliest",
    choices: ["earliest", "latest"],
    description: "Where a partition begins that the group has never read.",
  },
  batch: {
    type: "string",
    value: "N",
    default: "5000",
    number: { least: 1, most: 1_000_000 },
    description: "How many messages are stored together at most.",
  },
  "batch-ms": {
    type: "string",
    value: "MS",
    default: "1000",
    number: { least: 0, most: 600_000 },
    description: "How long a message waits for others to be stored with.",
  },
  tombstones: {
    type: "string",
    value: "WHAT",
    default: "refuse",
    choices: ["refuse", "skip"],
    description: "What to do with a message without a value.",
  },
  "unknown-fields": {
    type: "string",
    value: "WHAT",
    default: "refuse",
    choices: ["refuse", "ignore"],
    description: "What to do with fields that are no columns.",
  },
  "on-conflict": {
    type: "string",
    value: "WHAT",
    choices: ["keep", "replace", "error"],
    description: "What to do with a row that is stored with other values; keep by default.",
  },
  "until-end": { type: "boolean", description: "Ends once all that was there is stored." },
};
