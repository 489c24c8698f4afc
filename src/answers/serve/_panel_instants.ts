import { calendar } from "../../point_in_time/mod.ts";
import { Problem } from "./problem.ts";

type Given = string | readonly string[] | undefined;

/** What a panel is asked with: instants, or a calendar. */
interface PanelTimes {
  readonly asOf: Given;
  readonly from: Given;
  readonly to: Given;
  readonly time: Given;
  readonly timeZone: Given;
  readonly days: Given;
}

/**
 * Returns the instants of a panel.
 *
 * @throws {Problem} If neither instants nor a whole calendar are given, or both.
 */
export function panelInstants({ asOf, days, ...local }: PanelTimes): Given {
  const given = Object.entries(local).filter(([, value]) => value !== undefined);
  if (given.length === 0 && days === undefined) {
    if (asOf !== undefined) return asOf;
    throw refusal(
      "asOf",
      'Cannot answer without "asOf": give instants such as ' +
        "2024-09-26T12:30:00Z, asOf=now, or a calendar with from, to, time and timeZone",
    );
  }
  if (asOf !== undefined) {
    throw refusal(
      "asOf",
      "Cannot read instants and a calendar at once: give asOf, or from, to, " +
        "time and timeZone",
    );
  }
  const missing = Object.entries(local).find(([, value]) => value === undefined)?.[0];
  if (missing !== undefined) {
    throw refusal(
      missing,
      `Cannot make the calendar without "${missing}": give from, to, time and ` +
        "timeZone, or instants as asOf",
    );
  }
  // as: single parameters were read as texts, and days as one of its words.
  const options = { ...local, ...days === undefined ? {} : { days } } as Parameters<
    typeof calendar
  >[0];
  const instants = calendar(options).map((instant) => instant.toISOString());
  if (instants.length > 0) return instants;
  throw refusal(
    "to",
    "Cannot read a panel of no instants: the calendar is empty, exchange from and " +
      "to or ask for days=all",
  );
}

function refusal(field: string, detail: string): Problem {
  return new Problem("bad-question", detail, { errors: [{ field, detail }] });
}
