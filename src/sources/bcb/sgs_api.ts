import { isCalendarDay } from "../../base/time/calendar_day.ts";
import { z } from "zod";
import type { SnapshotValue } from "../snapshot/date_values.ts";
import type { SourceContext } from "../source.ts";
import { SourceError } from "../source_error.ts";

/** A series of SGS, and where the API begins. */
export interface SgsSeries {
  /** Where the API begins, without a slash at the end. */
  readonly root: string;
  /** The number of the series. */
  readonly code: string;
}

/** The values of a window, and when they came. */
export interface SgsValues {
  /** The values, oldest first. */
  readonly values: readonly SnapshotValue[];
  /** When the answer came. */
  readonly at: Date;
}

/** Asks for the values between two days, the second one included; without it, for all after the first. */
export async function askWindow(
  series: SgsSeries,
  { from, to }: { readonly from: string; readonly to: string | undefined },
  context: SourceContext,
): Promise<SgsValues> {
  const query = {
    dataInicial: brazilian(from),
    ...(to === undefined ? {} : { dataFinal: brazilian(to) }),
  };
  return await ask(series, { path: "dados", query }, context);
}

/** Asks for the newest value. */
export async function askNewest(series: SgsSeries, context: SourceContext): Promise<SgsValues> {
  return await ask(series, { path: "dados/ultimos/1", query: {} }, context);
}

async function ask(
  { root, code }: SgsSeries,
  { path, query }: { readonly path: string; readonly query: Readonly<Record<string, string>> },
  context: SourceContext,
): Promise<SgsValues> {
  const url = new URL(`${root}/dados/serie/bcdata.sgs.${code}/${path}`);
  url.search = new URLSearchParams({ formato: "json", ...query }).toString();
  const { status, body, at } = await context.json(url, { accepts: [400, 404, 406] });
  // A window in which there is nothing is not found.
  if (status === 404) return { values: [], at };
  const named = { source: "bcb", series: code, status };
  if (status >= 400) {
    const reason = refusalSchema.safeParse(body).data ?? `status ${status}`;
    // It refuses more than ten years of a daily series.
    const remedy = status === 406 ? ", set frequency to daily" : "";
    throw new SourceError(`SGS refused the request: ${reason}${remedy}`, {
      ...named,
      code: "refused",
    });
  }
  const read = rowsSchema.safeParse(body);
  if (read.success) return { values: read.data, at };
  const [issue] = read.error.issues;
  throw new SourceError(
    `SGS's answer is not what it documents (${issue?.path.join(".")}: ${issue?.message}), look ` +
      "for a newer version of this package",
    { ...named, code: "answer" },
  );
}

/** SGS has two forms of errors, in Portuguese. */
const refusalSchema = z.union([
  z.object({ error: z.string() }).transform(({ error }) => error),
  z.object({ erro: z.object({ detail: z.string() }) }).transform(({ erro }) =>
    erro.detail.replace(/^.*Exception: /, "")
  ),
]);

const rowSchema = z.object({ data: z.string(), valor: z.string().nullable() })
  .transform(({ data, valor }, { addIssue }): SnapshotValue => {
    const observationDate = isoDay(data);
    if (observationDate === undefined) {
      addIssue(`"${data}" is not a day like 31/12/2024`);
      return z.NEVER;
    }
    return { observationDate, value: valor === "" ? null : valor };
  });

const rowsSchema = z.array(rowSchema);

function isoDay(text: string): string | undefined {
  const [, day, month, year] = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(text) ?? [];
  const iso = `${year}-${month}-${day}`;
  return isCalendarDay(iso) ? iso : undefined;
}

function brazilian(day: string): string {
  return day.split("-").reverse().join("/");
}
