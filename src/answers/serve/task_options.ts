import { listenOptions, numberOption, type OptionSpec, type TaskContext } from "../../cli/mod.ts";
import { type ApiLimits, defaultLimits } from "./api_options.ts";

/** The flags that set limits. */
const limitFlags = {
  "max-rows": ["rows", "The most rows of an answer."],
  "timeout-ms": ["timeoutMs", "The longest time for an answer, to its last byte."],
  "concurrency": ["concurrency", "The answers that are made at once."],
  "per-caller": ["perToken", "The answers that are made at once for one token."],
  "max-series": ["series", "The most series of one question."],
} as const satisfies Readonly<Record<string, readonly [keyof ApiLimits, string]>>;

/** The flags of `deno task serve`. */
export const serveOptions: Readonly<Record<string, OptionSpec>> = {
  ...listenOptions(8787),
  cors: {
    type: "string",
    value: "ORIGIN",
    description: "The origin whose pages may ask, or *; none without it.",
  },
  ...Object.fromEntries(
    Object.entries(limitFlags).map(([name, [limit, description]]): [string, OptionSpec] => [name, {
      type: "string",
      value: "N",
      default: String(defaultLimits[limit]),
      number: { least: 1, most: 2_000_000_000 },
      description,
    }]),
  ),
};

/** Reads the flags of limits; PGlite has a single connection, which answers one by one. */
export function apiTaskLimits(
  context: TaskContext,
  { isSingle }: { readonly isSingle: boolean },
): Partial<ApiLimits> {
  const given = Object.fromEntries(
    Object.entries(limitFlags).map(([name, [limit]]) => [
      limit,
      numberOption(context, name) ?? defaultLimits[limit],
    ]),
  );
  return isSingle ? { ...given, concurrency: 1 } : given;
}
