import { migrationNumber } from "./migration.ts";

/** Compares ids by number, `9999_a` before `10000_b`. Ids without a number are compared as text. */
export function byNumber(a: string, b: string): number {
  const [first, second] = [migrationNumber(a), migrationNumber(b)];
  if (first !== second && !Number.isNaN(first) && !Number.isNaN(second)) return first - second;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Tells whether one id comes after another. */
export function isAfter(a: string, b: string): boolean {
  return byNumber(a, b) > 0;
}
