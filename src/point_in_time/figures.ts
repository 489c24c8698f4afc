import { compose, fixed, type Fragment, nothing } from "./statement.ts";
import type { FigureOptions } from "./series.ts";

/** One of the three revised tables, and which of its figures are read. */
export interface Figures {
  /** The table. */
  readonly table: Fragment;
  /** The condition on the key column that `macro_series` lacks, with its `and`. */
  readonly isKind: Fragment;
  /** The columns of a figure. */
  readonly columns: Fragment;
}

/**
 * Chooses the table that the options ask for.
 *
 * @throws {TypeError} If they ask for two.
 */
export function chooseFigures(options: FigureOptions): Figures {
  const figures = chooseTable(options);
  if (options.withKind !== true) return figures;
  return { ...figures, columns: compose`${figures.columns}, vintage_kind as kind` };
}

function chooseTable({ flowType, fiscalMetric }: FigureOptions): Figures {
  if (flowType !== undefined && fiscalMetric !== undefined) {
    throw new TypeError("Cannot read a flow and a fiscal figure at once: pass one of the two");
  }
  if (flowType !== undefined) {
    const isKind = compose`and flow_type = ${flowType}`;
    return { table: fixed("flow_data"), isKind, columns: withUnit };
  }
  if (fiscalMetric !== undefined) {
    const isKind = compose`and fiscal_metric = ${fiscalMetric}`;
    return { table: fixed("fiscal_data"), isKind, columns: withUnit };
  }
  return { table: fixed("macro_series"), isKind: nothing, columns: plain };
}

// Only numbers are selected: how a driver reads a date or timestamptz depends on its settings and
// on DateStyle, but integers and doubles are the same in all of them, and faster.
const plain = fixed(`observation_date - date '1970-01-01' as day, value,
  date_part('epoch', release_time) as released`);
const withUnit = compose`${plain}, unit`;
