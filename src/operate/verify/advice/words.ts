import { identifier, quoteLiteral, type RelationName } from "../../../base/sql/mod.ts";
import { timescaleFunction } from "../../../timescale/extension_schema.ts";

/** A number with its noun: `1 chunk`, `2 chunks`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;
}

/** A length of time for people, in its largest unit: `3 days`. */
export function duration(ms: number): string {
  const [size, noun] = units.find(([size]) => ms >= 2 * size) ?? [1_000, "second"];
  return count(Math.round(ms / size), noun);
}

const units: readonly (readonly [number, string])[] = [
  [86_400_000, "day"],
  [3_600_000, "hour"],
  [60_000, "minute"],
];

/** A size for people: `1.4 GB`. */
export function size(bytes: number): string {
  const power = bytes < 1_024 ? 0 : Math.min(4, Math.floor(Math.log2(bytes) / 10));
  const number = bytes / 1_024 ** power;
  return `${number >= 10 || power === 0 ? Math.round(number) : number.toFixed(1)} ${
    ["bytes", "kB", "MB", "GB", "TB"][power]
  }`;
}

/** A part of a whole: `97 %`. */
export function percent(part: number): string {
  return `${Math.floor(part * 100)} %`;
}

/** An instant for people, to the minute. */
export function instant(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** A relation in SQL. */
export function sqlName({ schema, name }: RelationName): string {
  return `${identifier(schema)}.${identifier(name)}`;
}

/** A relation as the argument of a function: `'public.ohlcv'`. */
export function sqlText(relation: RelationName): string {
  return quoteLiteral(sqlName(relation));
}

/** A function of TimescaleDB in a statement to paste: with its schema where it is not `public`. */
export function call(name: string, { schema }: { readonly schema: string | null }): string {
  return schema === "public" ? name : timescaleFunction(name, { schema });
}
