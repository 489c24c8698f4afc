import { type Picture, readPicture } from "../../../answers/show/mod.ts";
import { findShownSeries, type ShownSeries } from "../../../answers/show/shown_series.ts";
import type { Queryable } from "../../../base/sql/mod.ts";
import { readRows } from "../../../point_in_time/read_source.ts";
import { compose, fixed } from "../../../point_in_time/statement.ts";
import type { FiscalMetric, FlowType } from "../../../schema/mod.ts";

/** The figures of a series that are looked at: those of `macro_series`, flows or fiscal ones. */
export type FigureKind = "figures" | `flow:${FlowType}` | `fiscal:${FiscalMetric}`;

/** A series with everything that its page shows. */
export interface SeriesView {
  readonly series: ShownSeries;
  /** What is known of it; null where it has no values yet. */
  readonly picture: Picture | null;
  /** The kinds of figures that it has, the one that is shown first. */
  readonly kinds: readonly FigureKind[];
  /** True where older observations are left out. */
  readonly isCut: boolean;
}

/** The most observations of a page. */
export const MOST_OBSERVATIONS = 2_000;

/**
 * Reads a series by its id, as it is known now.
 *
 * @throws {RangeError} If there is no such series.
 */
export async function readSeriesView(
  client: Queryable,
  { id, kind }: { readonly id: number; readonly kind: string | undefined },
): Promise<SeriesView> {
  const series = await findShownSeries(client, String(id));
  const all = await readKinds(client, id);
  const chosen = all.find((one) => one === kind) ?? all[0];
  const kinds = chosen === undefined ? [] : [chosen, ...all.filter((one) => one !== chosen)];
  if (chosen === undefined) return { series, picture: null, kinds, isCut: false };
  const options = figuresOf(chosen);
  const from = await firstShown(client, id, options.table);
  const picture = await readPicture(client, {
    series: String(id),
    at: new Date(),
    ...(from === null ? {} : { from }),
    ...options.figures,
  });
  return { series, picture, kinds, isCut: from !== null };
}

async function readKinds(client: Queryable, id: number): Promise<readonly FigureKind[]> {
  const rows = await readRows<{ kind: FigureKind }>(
    client,
    compose`select 'figures' as kind where exists (
        select from macro_series where series_id = ${id})
      union all select distinct 'flow:' || flow_type from flow_data where series_id = ${id}
      union all select distinct 'fiscal:' || fiscal_metric from fiscal_data
        where series_id = ${id}`,
  );
  return rows.map(({ kind }) => kind);
}

function figuresOf(kind: FigureKind) {
  const [table, name] = kind.split(":");
  // as: the kinds were read from columns that hold nothing else.
  if (table === "flow") return { table: "flow_data", figures: { flowType: name as FlowType } };
  if (table === "fiscal") {
    return { table: "fiscal_data", figures: { fiscalMetric: name as FiscalMetric } };
  }
  return { table: "macro_series", figures: {} };
}

/** The first observation of those that are shown; null where all are. */
async function firstShown(client: Queryable, id: number, table: string): Promise<string | null> {
  const [row] = await readRows<{ day: string }>(
    client,
    compose`select observation_date::text as day from (
        select distinct observation_date from ${fixed(table)} where series_id = ${id}
      ) days
      order by observation_date desc limit 1 offset ${MOST_OBSERVATIONS}`,
  );
  return row?.day ?? null;
}
