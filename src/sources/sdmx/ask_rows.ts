import { isCalendarDay } from "../../base/time/calendar_day.ts";
import { periodDay } from "../../base/time/period_day.ts";
import { askTable, type SourceTable } from "../ask/ask_table.ts";
import type { SourceContext } from "../source.ts";
import { SourceError } from "../source_error.ts";
import { readSdmxCode } from "./sdmx_code.ts";
import type { SdmxService } from "./sdmx_service.ts";

/** A row of SDMX-CSV. */
export interface SdmxRow {
  /** The first day of its period. */
  readonly observationDate: string;
  /** The value as written; null if there is none. */
  readonly value: string | null;
  /** The status, such as `A`, `p` or `M`. */
  readonly status: string;
  /** The cell of a column by any of its names, in capital letters; empty if there is no such column. */
  cell(...names: readonly string[]): string;
}

/** What a service answered: its rows, nothing new, or that there is no such series. */
export type SdmxAnswer =
  | { readonly rows: readonly SdmxRow[]; readonly at: Date }
  | "unchanged"
  | "not found";

/** Asks a service for a series. */
export async function askRows(
  service: SdmxService,
  code: string,
  { context, query, isConditional = false }: {
    readonly context: SourceContext;
    readonly query: Readonly<Record<string, string>>;
    readonly isConditional?: boolean;
  },
): Promise<SdmxAnswer> {
  const { flow, key } = readSdmxCode(code, service.name);
  const url = new URL(`${service.baseUrl.replace(/\/+$/, "")}/data/${flow}/${key}`);
  url.search = new URLSearchParams({ ...service.query, ...query }).toString();
  const named = { source: service.name, series: code };
  const table = await askTable(context, url, {
    named,
    accepts: [404],
    conditional: isConditional,
    // The OECD's servers fail on the asterisk that is sent otherwise.
    headers: { "accept-language": "en", ...service.headers },
  });
  if (table.status === 304) return "unchanged";
  if (table.status === 404) return "not found";
  const rows = readRows(table, named);
  // Some answer with an empty row instead of 404.
  return rows.length === 0 ? "not found" : { rows, at: table.at };
}

/** What a value is that is none: Eurostat has colons elsewhere, the BIS and the OECD write NaN. */
const MISSING: readonly string[] = ["", "NaN", ":"];

function readRows(
  { columns, rows }: SourceTable,
  named: { readonly source: string; readonly series: string },
): SdmxRow[] {
  const places = new Map(columns.map((name, place) => [name.toUpperCase(), place]));
  const place = (name: string): number => {
    const found = places.get(name);
    if (found !== undefined) return found;
    throw changed(`it has no column ${name}`, named);
  };
  const [periodAt, valueAt] = [place("TIME_PERIOD"), place("OBS_VALUE")];
  const filled = rows.filter((cells) => cells[periodAt] !== "");
  refuseSeveral(filled, { columns, periodAt, named });
  return filled.flatMap((cells) => {
    const cell = (...names: readonly string[]): string => {
      const at = names.map((name) => places.get(name)).find((at) => at !== undefined);
      return at === undefined ? "" : cells[at] ?? "";
    };
    const period = cells[periodAt] ?? "";
    const observationDate = isCalendarDay(period) ? period : periodDay(period);
    if (observationDate === undefined) throw changed(`its period "${period}" is not known`, named);
    const text = cells[valueAt] ?? "";
    const value = MISSING.includes(text) ? null : text;
    const status = cell("OBS_STATUS", "OBS_FLAG", "STATUS");
    // H: there is none because of a holiday or a weekend.
    return value === null && status === "H" ? [] : [{ observationDate, value, status, cell }];
  });
}

/** Columns before the period that belong to the row, not to the series. */
const ROW_COLUMNS: readonly string[] = ["ACTION", "LAST UPDATE"];

function refuseSeveral(
  rows: readonly (readonly string[])[],
  { columns, periodAt, named }: {
    readonly columns: readonly string[];
    readonly periodAt: number;
    readonly named: { readonly source: string; readonly series: string };
  },
): void {
  const places = columns.slice(0, periodAt).flatMap((name, place) =>
    ROW_COLUMNS.includes(name.toUpperCase()) ? [] : [place]
  );
  const [first] = rows;
  const other = places.find((place) => rows.some((cells) => cells[place] !== first?.[place]));
  if (other === undefined) return;
  throw new SourceError(
    `its key stands for several series, which differ in ${columns[other]}, name one of them`,
    { ...named, code: "unknown_series" },
  );
}

/** The error for an answer of another form. */
export function changed(
  state: string,
  named: { readonly source: string; readonly series: string },
): SourceError {
  return new SourceError(
    `the answer is not what SDMX documents (${state}), look for a newer version of this package`,
    { ...named, code: "answer" },
  );
}
