import type { Frequency } from "../../schema/mod.ts";

/** Writes the first day of a period as people name the period: `2024Q1`, `2024-03`, `2024`. */
export function periodLabel(day: string, frequency: Frequency): string {
  const [year = "", month = "01"] = day.split("-");
  switch (frequency) {
    case "quarterly":
      return `${year}Q${Math.ceil(Number(month) / 3)}`;
    case "monthly":
      return `${year}-${month}`;
    case "annual":
      return year;
    default:
      return day;
  }
}
