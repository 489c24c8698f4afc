/** Tells whether a text is a day of the calendar as `YYYY-MM-DD`: 30 February is none. */
export function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  // Date reads 30 February as 1 March.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
