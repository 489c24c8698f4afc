import { FredRefusal } from "./answer.ts";
import { MAX_DATE, MIN_DATE } from "./history.ts";

/** A period, closed at both ends. */
export interface Period {
  readonly start: string;
  readonly end: string;
}

/** Reads the real-time period of a request. */
export function realtimePeriod(
  parameters: URLSearchParams,
  options: { readonly today: string; readonly otherwise: Period },
): Period {
  const { today, otherwise } = options;
  const read = (name: string, usual: string) => {
    const day = date(parameters, name) ?? usual;
    if (day > today && day !== MAX_DATE) {
      throw new FredRefusal(
        `Variable ${name} can not be after today's date (${today}) unless it's equal to the real-time max date ${MAX_DATE}.`,
      );
    }
    return day;
  };
  const period = {
    start: read("realtime_start", otherwise.start),
    end: read("realtime_end", otherwise.end),
  };
  return inOrder(period, "realtime");
}

/** Reads the period of observations of a request. */
export function observationPeriod(parameters: URLSearchParams): Period {
  const start = date(parameters, "observation_start") ?? MIN_DATE;
  return inOrder({ start, end: date(parameters, "observation_end") ?? MAX_DATE }, "observation");
}

/** Reads a date; null if there is none. */
export function date(parameters: URLSearchParams, name: string): string | null {
  const text = parameters.get(name);
  return text === null ? null : checkDate(text, name);
}

/** Checks a date as FRED does. */
export function checkDate(text: string, name: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    throw new FredRefusal(
      `Variable ${name} is not a YYYY-MM-DD formatted date (e.g. 2000-02-24).`,
    );
  }
  const day = new Date(`${text}T00:00:00Z`);
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text) {
    throw new FredRefusal(`Variable ${name} is not a valid calendar date.`);
  }
  if (text < MIN_DATE) {
    throw new FredRefusal(`Variable ${name} ("${text}") is before min date ${MIN_DATE}.`);
  }
  return text;
}

/** Reads a whole number. */
export function integer(
  parameters: URLSearchParams,
  name: string,
  range: { readonly usual: number; readonly min: number; readonly max: number },
): number {
  const text = parameters.get(name);
  if (text === null) return range.usual;
  const found = Number(text);
  if (!/^-?\d+$/.test(text) || found < range.min || found > range.max) {
    throw new FredRefusal(`Variable ${name} is not between ${range.min} and ${range.max}.`);
  }
  return found;
}

/** Reads one of a list of texts. */
export function choice(
  parameters: URLSearchParams,
  name: string,
  options: { readonly values: readonly string[]; readonly usual: string },
): string {
  const text = parameters.get(name) ?? options.usual;
  if (options.values.includes(text)) return text;
  const values = options.values.map((one) => `'${one}'`).join(", ");
  throw new FredRefusal(`Variable ${name} is not one of the values: ${values}.`);
}

function inOrder(period: Period, name: string): Period {
  if (period.start <= period.end) return period;
  throw new FredRefusal(
    `The date set by variable ${name}_start ("${period.start}") can not be after the date set by variable ${name}_end ("${period.end}").`,
  );
}
