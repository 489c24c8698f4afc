import { tenorDays } from "../../../schema/tenor_days.ts";
import type { TablePlan } from "../../encode/table_plan.ts";
import { periodDay } from "../../../base/time/period_day.ts";
import type { WideKind } from "../mapping/csv_mapping.ts";
import type { RestColumns } from "./beside_columns.ts";
import { shownHeader } from "./columns.ts";

/**
 * Returns the problems of columns that match nothing in a file that is not wide, with likely
 * remedies.
 */
export function restProblems(
  { header, mapping, rest, plan }: RestColumns & { readonly plan: TablePlan },
): readonly string[] {
  if (rest.length === 0 || mapping.ignore === "rest") return [];
  const left = rest.map((place) => header[place] ?? "");
  const isSdmx = ["TIME_PERIOD", "OBS_VALUE"].every((name) => left.includes(name));
  const wide = isSdmx ? undefined : wideKind(left, plan);
  const hint = left.some(isNumber) && wide === undefined && mapping.header !== false
    ? ["if the file has no header, header (--columns=a,b,c) names its columns"]
    : [];
  return [
    `no column of the table is called ${shownHeader(left)}: map or ignore them (--map, ` +
    `--ignore="${left[0]}"${left.length > 1 ? ", --ignore-rest" : ""})`,
    ...wide === undefined ? [] : [`wide (--wide=${wide}) makes a row from each of their cells`],
    ...hint,
    ...isSdmx
      ? [
        "for SDMX-CSV use --map observationDate=TIME_PERIOD --map value=OBS_VALUE --ignore-rest, " +
        "and --map series=KEY, or the name of the key column in this file",
      ]
      : [],
    ...header[0]?.startsWith("#") && mapping.comment === undefined
      ? ['the first line begins with "#": comment (--comment=#) skips such lines']
      : [],
  ];
}

/** Guesses the kind of a wide file by the names of its columns. */
function wideKind(left: readonly string[], plan: TablePlan): WideKind | undefined {
  const has = (key: string) => plan.columns.some((planned) => planned.key === key);
  const count = (holds: (name: string) => boolean) => left.filter(holds).length;
  if (has("tenorDays") && count(isTenor) > 1) return "tenors";
  if (!has("releaseTime")) return undefined;
  if (count((name) => /[_ ]\d{8}$/.test(name)) > 1) return "vintages";
  if (count((name) => periodDay(name) !== undefined) > 1) return "periods";
  return left.length > 1 && count((name) => /^[A-Z][A-Z0-9_.]*$/.test(name)) === left.length
    ? "series"
    : undefined;
}

function isTenor(name: string): boolean {
  try {
    return tenorDays(name) > 0;
  } catch {
    return false;
  }
}

function isNumber(name: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(name);
}
