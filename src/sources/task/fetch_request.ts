import { ConfigError } from "../../base/errors.ts";
import { isCalendarDay } from "../../base/time/calendar_day.ts";
import { listOption, type TaskContext, textOption } from "../../cli/mod.ts";
import type { FollowedKey } from "../book/followed.ts";
import type { Source } from "../source.ts";

/** What a command line of `fetch` asks for. */
export type FetchRequest =
  | { readonly does: "list" }
  | { readonly does: "forget"; readonly keys: readonly FollowedKey[] }
  | { readonly does: "follow"; readonly keys: readonly FollowedKey[] }
  | { readonly does: "update" };

/**
 * Reads the arguments.
 *
 * @throws {ConfigError} If a source is not known or a series is missing.
 */
export function readRequest(
  positionals: readonly string[],
  sources: readonly Source[],
): FetchRequest {
  const [first, ...rest] = positionals;
  if (first === undefined) return { does: "update" };
  if (first === "list") {
    if (rest.length > 0) throw new ConfigError(`Cannot list "${rest[0]}": list takes no arguments`);
    return { does: "list" };
  }
  if (first === "forget") {
    return { does: "forget", keys: readForgotten(rest) };
  }
  const source = sources.find(({ name }) => name === first);
  if (source === undefined) {
    const names = sources.map(({ name }) => name).join(", ");
    throw new ConfigError(`Cannot fetch from "${first}": known sources are ${names}`);
  }
  const codes = rest.length > 0 ? rest : source.gives === "candles" ? source.symbols : [];
  if (codes.length === 0) {
    throw new ConfigError(`Cannot fetch from "${first}": name its series, fetch ${first} CODE`);
  }
  const unique = [...new Set(codes.map((code) => code.trim()))];
  return { does: "follow", keys: unique.map((code) => ({ source: first, code })) };
}

/** Reads `SOURCE SERIES …`, or `SOURCE/SERIES …` as the list writes them: codes have slashes too. */
function readForgotten([first = "", ...rest]: readonly string[]): readonly FollowedKey[] {
  const keys = first.includes("/")
    ? [first, ...rest].map((word) => {
      const [source = "", ...code] = word.split("/");
      return { source, code: code.join("/") };
    })
    : rest.map((code) => ({ source: first, code }));
  if (keys.length > 0 && keys.every(({ source, code }) => source !== "" && code !== "")) {
    return keys;
  }
  throw new ConfigError("Cannot forget: name the source and its series, fetch forget fred GDPC1");
}

/**
 * Reads what the flags set for the fetches of series.
 *
 * @throws {ConfigError} If one is not written as it should be.
 */
export function readSettings(
  context: TaskContext,
): { readonly since?: string; readonly settings: Readonly<Record<string, string>> } {
  const since = textOption(context, "since");
  if (since !== undefined && !isCalendarDay(since)) {
    throw new ConfigError(
      `Cannot use "--since": "${since}" is not a day, write it like 2020-01-31`,
    );
  }
  const lag = textOption(context, "assume-lag");
  const settings = listOption(context, "set").map((text) => {
    const [name = "", ...value] = text.split("=");
    if (name !== "" && value.join("=") !== "") return [name, value.join("=")] as const;
    throw new ConfigError(`Cannot use "--set": "${text}" has no value, write it like unit=percent`);
  });
  return {
    ...(since === undefined ? {} : { since }),
    settings: {
      ...Object.fromEntries(settings),
      ...(lag === undefined ? {} : { assumeLag: lag }),
    },
  };
}

/**
 * Reads a span such as `30m` as milliseconds.
 *
 * @throws {ConfigError} If it is not one of at least a second.
 */
export function readSpan(text: string): number {
  const [, count, unit = ""] = /^(\d{1,6})(s|m|h|d)$/.exec(text.trim()) ?? [];
  const milliseconds = Number(count) * (UNITS[unit] ?? NaN);
  if (milliseconds >= 1_000) return milliseconds;
  throw new ConfigError(
    `Cannot use "--every": "${text}" is not a span, write it like 30m, 1h or 1d`,
  );
}

const UNITS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
