import type { OptionSpec } from "./task_spec.ts";

/** The flags of a task that listens on HTTP; `port` is its default. */
export function listenOptions(port: number): Readonly<Record<"host" | "port", OptionSpec>> {
  return {
    host: {
      type: "string",
      value: "ADDRESS",
      default: "127.0.0.1",
      description: "The address to listen on; any but loopback wants API_TOKENS.",
    },
    port: {
      type: "string",
      value: "N",
      default: String(port),
      number: { least: 0, most: 65_535 },
      description: "The port; 0 takes a free one.",
    },
  };
}
