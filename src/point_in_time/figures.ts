import { compose, fixed, type Fragment, nothing } from "./statement.ts";
import type { FigureOptions } from "./series.ts";

/** One of the three tables with revisions, and the figures of it that are read. */
export interface Figures {
  /** The table. */
  readonly table: Fragment;
  /** The condition on the key column that `macro_series` has not, with its `and`. */
  readonly isKind: Fragment;
  /** The columns of a figure. */
  readonly columns: Fragment;
}

/**
 * Chooses the table that options ask for.
 *
 * @throws {TypeError} Where they ask for two.
 */
export function chooseFigures({ flowType, fiscalMetric }: FigureOptions): Figures {
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

// Numbers alone: how a driver reads a date or a timestamptz depends on the driver, on its settings and
// on DateStyle; integers and doubles come the same way through all of them, and faster.
const plain = fixed(`observation_date - date '1970-01-01' as day, value,
  date_part('epoch', release_time) as released`);
const withUnit = compose`${plain}, unit`;
