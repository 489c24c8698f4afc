import { dayText } from "../../point_in_time/day.ts";

/** The units in which files count time. */
export type TimeUnit = "s" | "ms" | "us" | "ns";

const perSecond: Readonly<Record<TimeUnit, bigint>> = {
  s: 1n,
  ms: 1_000n,
  us: 1_000_000n,
  ns: 1_000_000_000n,
};

/**
 * Creates the writer of counts since 1970 as texts. An instant ends with `Z`; a time that has no
 * zone has none here either, so that it is refused where nobody names one.
 */
export function instantTexts(unit: TimeUnit, isUtc: boolean): (count: bigint) => string {
  const per = perSecond[unit];
  const digits = String(per).length - 1;
  let [last, lastText]: [bigint | undefined, string] = [undefined, ""];
  return (count) => {
    if (count === last) return lastText;
    const rest = ((count % per) + per) % per;
    const seconds = Number((count - rest) / per);
    const day = Math.floor(seconds / 86_400);
    const time = new Date((seconds - day * 86_400) * 1000).toISOString().slice(11, 19);
    const part = digits === 0 ? "" : `.${String(rest).padStart(digits, "0")}`;
    last = count;
    // PostgreSQL keeps microseconds; finer digits are told only where there are some.
    const shown = part.length > 7 && part.endsWith("000") ? part.slice(0, 7) : part;
    return lastText = `${dayText(day)}T${time}${shown}${isUtc ? "Z" : ""}`;
  };
}

const perMillisecond = { ms: 1, us: 1_000, ns: 1_000_000 } as const;

/**
 * Returns a count since 1970 as a date; undefined where a date does not hold it exactly, as
 * microseconds.
 */
export function wholeInstant(count: unknown, unit: TimeUnit): Date | undefined {
  const exact = Number(count);
  if (!Number.isSafeInteger(exact)) return undefined;
  if (unit === "s") return new Date(exact * 1_000);
  const per = perMillisecond[unit];
  return exact % per === 0 ? new Date(exact / per) : undefined;
}

/** Creates the writer of days since 1970 as texts. */
export function dayTexts(): (day: number) => string {
  let [last, lastText]: [number | undefined, string] = [undefined, ""];
  return (day) => day === last ? lastText : (last = day, lastText = dayText(day));
}

/** Writes an integer of units of a scale as a decimal text. */
export function decimalText(units: bigint, scale: number): string {
  if (scale <= 0) return String(units * 10n ** BigInt(-scale));
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, "0");
  return `${units < 0n ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
