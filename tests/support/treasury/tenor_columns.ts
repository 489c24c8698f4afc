/** The tenors in the order of the columns, with the days on which they were quoted. */
const tenors: readonly (readonly [name: string, isQuoted: (day: string) => boolean])[] = [
  ["1 Mo", (day) => day >= "2001-07-31"],
  ["1.5 Month", (day) => day >= "2025-02-18"],
  ["2 Mo", (day) => day >= "2018-10-16"],
  ["3 Mo", () => true],
  ["4 Mo", (day) => day >= "2022-10-19"],
  ["6 Mo", () => true],
  ["1 Yr", () => true],
  ["2 Yr", () => true],
  ["3 Yr", () => true],
  ["5 Yr", () => true],
  ["7 Yr", () => true],
  ["10 Yr", () => true],
  ["20 Yr", (day) => day >= "1993-10-01"],
  ["30 Yr", (day) => day < "2002-02-19" || day >= "2006-02-09"],
];

/** Returns the tenors that were quoted on a day. */
export function quotedOn(day: string): string[] {
  return tenors.filter(([, isQuoted]) => isQuoted(day)).map(([name]) => name);
}

/**
 * Returns the columns of a year's file: tenors quoted at its end, and `30 Yr`, which was paused
 * once.
 */
export function columnsOf(year: number): string[] {
  const end = quotedOn(`${year}-12-31`);
  return tenors.map(([name]) => name).filter((name) => end.includes(name) || name === "30 Yr");
}
