import { zonedInstant } from "../../../base/time/zoned_instant.ts";
import type { CsvMapping } from "./csv_mapping.ts";

/** Returns what is wrong with a mapping, independent of file and table. */
export function mappingProblems(mapping: CsvMapping): string[] {
  const { decimal = ".", thousands, quote, delimiter, header, timeZone } = mapping;
  return [
    ...thousands === decimal
      ? [`decimal and thousands are both "${decimal}", want two different characters`]
      : [],
    ...typeof quote === "string" && [...quote].length !== 1
      ? [`quote is ${JSON.stringify(quote)}, want one character, or false (--quote=none)`]
      : [],
    ...delimiter === "" ? ["delimiter is empty, want the character between cells"] : [],
    ...delimiter !== undefined && delimiter === (quote ?? '"')
      ? [`delimiter and quote are both ${JSON.stringify(delimiter)}`]
      : [],
    ...zoneProblems(timeZone),
    ...Array.isArray(header) ? twice(header).map((name) => `header names "${name}" twice`) : [],
  ];
}

function zoneProblems(timeZone: string | undefined): readonly string[] {
  if (timeZone === undefined) return [];
  try {
    zonedInstant("2024-01-01", { time: "12:00", zone: timeZone });
    return [];
  } catch {
    return [
      `timeZone (--time-zone) is "${timeZone}", want an IANA name like America/New_York, ` +
      "not an offset",
    ];
  }
}

function twice(names: readonly string[]): readonly string[] {
  return names.filter((name, i) => name !== "" && names.indexOf(name) !== i);
}
