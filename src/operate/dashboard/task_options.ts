import { listenOptions, type OptionSpec } from "../../cli/mod.ts";

/** The flags of `deno task dashboard`. */
export const dashboardFlags: Readonly<Record<string, OptionSpec>> = {
  ...listenOptions(8788),
  every: {
    type: "string",
    value: "S",
    default: "5",
    number: { least: 1, most: 3_600 },
    description: "The seconds between two reads while somebody looks.",
  },
};
