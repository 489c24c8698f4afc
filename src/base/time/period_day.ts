/**
 * Returns the first day, `YYYY-MM-DD`, of a period label: `2024-Q1`, `2024Q1`, `Q1 2024`,
 * `2024-05`, `2024M05`, `05/2024`, `202405`, `2024 JAN`, `January 2024`, `2024-W05` (ISO weeks,
 * from Monday), `2024-S1` and `2024`, and the World Bank's `YR2024` and `2024 [YR2024]`. Returns
 * undefined if a text is not such a label.
 */
export function periodDay(text: string): string | undefined {
  const label = text.trim().replace(/\s*\[YR\d{4}[^\]]*\]$/, "").replace(/^YR(?=\d{4})/, "");
  for (const [pattern, first] of labels) {
    const match = pattern.exec(label);
    if (match !== null) return first(match.slice(1));
  }
  return undefined;
}

type FirstDay = (parts: readonly string[]) => string | undefined;

const labels: readonly (readonly [RegExp, FirstDay])[] = [
  [/^(\d{4})(?:-?A1?)?$/, ([year]) => monthDay(year, 1)],
  [/^(\d{4})[- ]?Q([1-4])$/i, ([year, part]) => monthDay(year, Number(part) * 3 - 2)],
  [/^Q([1-4])[- \/]?(\d{4})$/i, ([part, year]) => monthDay(year, Number(part) * 3 - 2)],
  [/^(\d{4})[- ]?[SH]([12])$/i, ([year, part]) => monthDay(year, Number(part) * 6 - 5)],
  [/^(\d{4})(?:-|-?M)?(\d\d)$/i, ([year, month]) => monthDay(year, Number(month))],
  [/^(\d\d)\/(\d{4})$/, ([month, year]) => monthDay(year, Number(month))],
  [/^(\d{4})[- ]([A-Za-z]{3,9})$/, ([year, name]) => monthDay(year, monthNamed(name))],
  [/^([A-Za-z]{3,9})[- ](\d{4})$/, ([name, year]) => monthDay(year, monthNamed(name))],
  [/^(\d{4})[- ]?W(\d\d)$/i, ([year, week]) => weekDay(Number(year), Number(week))],
];

const months = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
];

/** Returns the number of a month by its name or the first three letters of it; 0 if unknown. */
function monthNamed(name = ""): number {
  const plain = name.toLowerCase();
  return months.findIndex((month) => month === plain || month.slice(0, 3) === plain) + 1;
}

function monthDay(year: string | undefined, month: number): string | undefined {
  if (year === undefined || month < 1 || month > 12) return undefined;
  return `${year}-${String(month).padStart(2, "0")}-01`;
}

/** Returns the Monday of an ISO week. The first week of a year is the one with 4 January. */
function weekDay(year: number, week: number): string | undefined {
  const fourth = new Date(Date.UTC(year, 0, 4));
  const monday = fourth.getTime() - (fourth.getUTCDay() + 6) % 7 * DAY + (week - 1) * 7 * DAY;
  const thursday = new Date(monday + 3 * DAY);
  if (week < 1 || thursday.getUTCFullYear() !== year) return undefined;
  return new Date(monday).toISOString().slice(0, 10);
}

const DAY = 86_400_000;
