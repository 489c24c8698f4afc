import type { OptionSpec, PositionalSpec } from "../../cli/mod.ts";

/** The arguments of `deno task fetch`. */
export const fetchPositionals: readonly PositionalSpec[] = [
  {
    name: "SOURCE SERIES",
    description: "A source and its codes; or list, or forget SOURCE SERIES; or nothing, for all " +
      "that is followed.",
    many: true,
  },
];

/** The flags of `deno task fetch`. */
export const fetchOptions: Readonly<Record<string, OptionSpec>> = {
  since: {
    type: "string",
    value: "DAY",
    description: "The first day that is wanted of new series, YYYY-MM-DD; by default all.",
  },
  "assume-lag": {
    type: "string",
    value: "LAG",
    description:
      "How long after its period a value is published, such as '15 days': dates the history " +
      "of sources without vintages, which is then `assumed`.",
  },
  set: {
    type: "string",
    value: "NAME=TEXT",
    multiple: true,
    description: "What the source cannot say of a series, such as unit=percent.",
  },
  "dry-run": { type: "boolean", description: "Fetches, and stores nothing.", conflicts: ["every"] },
  replay: {
    type: "boolean",
    description: "Repeats the recorded fetches from their raw answers, without asking a source.",
    conflicts: ["every", "dry-run"],
  },
  every: {
    type: "string",
    value: "SPAN",
    description: "Fetches what is followed again and again: 30m, 1h, 1d. One process at a time.",
  },
  sources: {
    type: "string",
    value: "FILE",
    description: "A module that exports `sources`: further ones. SOURCES_FILE names it too.",
  },
};
