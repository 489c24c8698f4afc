import { endOfDay, type ZonedHour, zonedInstant } from "../../base/time/zoned_instant.ts";

/** When a release is published on its day. */
export interface ReleaseHour extends ZonedHour {
  /** The beginning of the release's name at FRED, such as `Employment Situation`. */
  readonly release: string;
}

const at = (time: string, ...releases: readonly string[]): readonly ReleaseHour[] =>
  releases.map((release) => ({ release, time, zone: "America/New_York" }));

/**
 * The hours at which US publishers release, from their own calendars: the Bureau of Labor
 * Statistics, the Bureau of Economic Analysis and the Census Bureau at 08:30 or 10:00, the Federal
 * Reserve by release. Where a release appears at two hours, the later one stands here.
 */
export const releaseHours: readonly ReleaseHour[] = [
  // By state and county; what only begins like the release of the nation comes later on its day.
  ...at("10:00", "Gross Domestic Product by"),
  ...at(
    "08:30",
    "Employment Situation",
    "Consumer Price Index",
    "Producer Price Index",
    "Employment Cost Index",
    "Productivity and Costs",
    "U.S. Import and Export Price Indexes",
    "Unemployment Insurance Weekly Claims",
    "Gross Domestic Product",
    "U.S. International Trade in Goods and Services",
    "U.S. International Transactions",
    "Advance Monthly Sales for Retail",
    "New Residential Construction",
  ),
  ...at("09:15", "G.17 Industrial Production"),
  ...at(
    "10:00",
    // 08:30 but for the releases after the shutdown of 2025, which came at 10:00.
    "Personal Income and Outlays",
    "Job Openings and Labor Turnover",
    "State Employment and Unemployment",
    "New Residential Sales",
    "Manufacturer's Shipments, Inventories, and Orders",
    "Manufacturing and Trade Inventories and Sales",
    "Construction Spending",
    "Wholesale Trade",
    "Surveys of Consumers",
    "Existing Home Sales",
  ),
  ...at("12:00", "Z.1 Financial Accounts"),
  ...at("15:00", "G.19 Consumer Credit"),
  ...at("16:15", "H.15 Selected Interest Rates", "H.10 Foreign Exchange Rates", "H.8 Assets"),
  // H.6 has come at 13:00 since it is monthly, and came at 16:30 until February 2021.
  ...at("16:30", "H.4.1 Factors Affecting Reserve Balances", "H.6 Money Stock"),
];

/** Finds the hour of a release by its name; the first one that begins it counts. */
export function hourOf(
  release: string | undefined,
  hours: readonly ReleaseHour[],
): ReleaseHour | undefined {
  return release === undefined
    ? undefined
    : hours.find((hour) => release.toLowerCase().startsWith(hour.release.toLowerCase()));
}

/** When a release of a day is published: at its hour, or at the end of the day if that is not known. */
export function publicationInstant(
  day: string,
  { hour, zone }: { readonly hour: ZonedHour | undefined; readonly zone: string },
): Date {
  return hour === undefined ? endOfDay(day, zone) : zonedInstant(day, hour);
}
