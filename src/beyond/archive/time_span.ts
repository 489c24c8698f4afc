import type { Column, ColumnBatch } from "../../answers/columns/mod.ts";
import { dayText } from "../../point_in_time/day.ts";

/** Keeps the first and the last time of rows as they pass. */
export interface TimeSpan {
  add(batch: ColumnBatch): void;
  end(): { readonly min: string; readonly max: string };
}

/** Creates the keeper of a column's first and last time. */
export function timeSpan(columns: readonly Column[], name: string): TimeSpan {
  const place = columns.findIndex((column) => column.name === name);
  const isDay = columns[place]?.type === "date";
  let [min, max]: [number | bigint | undefined, number | bigint | undefined] = [
    undefined,
    undefined,
  ];
  return {
    add(batch) {
      const values = batch.columns[place]?.values ?? [];
      for (const value of values) {
        if (typeof value === "string") return;
        if (min === undefined || value < min) min = value;
        if (max === undefined || value > max) max = value;
      }
    },
    end: () => ({ min: textOf(min), max: textOf(max) }),
  };

  function textOf(value: number | bigint | undefined): string {
    if (value === undefined) return "";
    if (isDay) return dayText(Number(value));
    const micros = BigInt(value);
    const rest = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
    const whole = new Date(Number((micros - rest) / 1000n)).toISOString().slice(0, 19);
    return `${whole}.${String(rest).padStart(6, "0")}Z`;
  }
}
