import { tenorDays } from "../../../schema/tenor_days.ts";
import type { TablePlan } from "../../encode/table_plan.ts";
import { periodDay } from "../cells/period_day.ts";
import type { WideKind } from "../mapping/csv_mapping.ts";
import type { RestColumns } from "./beside_columns.ts";
import { shownHeader } from "./columns.ts";

/** Says what is wrong where columns are left over in a file that is not wide, and what is likely meant. */
export function restProblems(
  { header, mapping, rest, plan }: RestColumns & { readonly plan: TablePlan },
): readonly string[] {
  if (rest.length === 0 || mapping.ignore === "rest") return [];
  const left = rest.map((place) => header[place] ?? "");
  const isSdmx = ["TIME_PERIOD", "OBS_VALUE"].every((name) => left.includes(name));
  const wide = isSdmx ? undefined : wideKind(left, plan);
  const hint = left.some(isNumber) && wide === undefined && mapping.header !== false
    ? ["a file without a header has its columns named by header (--columns=a,b,c)"]
    : [];
  return [
    `no column of the table is called ${shownHeader(left)}: map or ignore them (--map, ` +
    `--ignore="${left[0]}"${left.length > 1 ? ", --ignore-rest" : ""})`,
    ...wide === undefined ? [] : [`wide (--wide=${wide}) makes a row of each cell of such columns`],
    ...hint,
    ...isSdmx
      ? [
        "SDMX-CSV wants --map observationDate=TIME_PERIOD --map value=OBS_VALUE --ignore-rest, and " +
        "--map series=KEY or what the key is called there",
      ]
      : [],
    ...header[0]?.startsWith("#") && mapping.comment === undefined
      ? ['the first line begins with "#": comment (--comment=#) leaves such lines out']
      : [],
  ];
}

/** What most of the columns that are left over look like. */
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
