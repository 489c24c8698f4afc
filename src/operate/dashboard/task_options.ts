import type { OptionSpec } from "../../cli/mod.ts";

/** The flags of `deno task dashboard`. */
export const dashboardFlags: Readonly<Record<string, OptionSpec>> = {
  host: {
    type: "string",
    value: "ADDRESS",
    default: "127.0.0.1",
    description: "The address to listen on; any but loopback wants API_TOKENS.",
  },
  port: {
    type: "string",
    value: "N",
    default: "8788",
    number: { least: 0, most: 65_535 },
    description: "The port; 0 takes a free one.",
  },
  every: {
    type: "string",
    value: "S",
    default: "5",
    number: { least: 1, most: 3_600 },
    description: "The seconds between two reads while somebody looks.",
  },
};
