import type { PanelEvent } from "./_panel_events.ts";
import { type Observation, toObservation } from "./observation.ts";

/** The grid that {@linkcode fillCells} fills. */
export interface PanelGrid {
  /** The series of the columns. */
  readonly ids: readonly number[];
  /**
   * The instants in chronological order, each with its cells and the oldest day within the maximum
   * age.
   */
  readonly rows: readonly { readonly cells: (Observation | null)[]; readonly oldest: number }[];
}

/**
 * Carries events forward into the cells, and returns the series that have none. The events of a
 * series come in chronological order; one about an older day than the newest known is ignored.
 */
export function fillCells(events: readonly PanelEvent[], { ids, rows }: PanelGrid): number[] {
  const bySeries = Map.groupBy(events, ({ series }) => series);
  ids.forEach((id, column) => {
    let newest = -Infinity;
    const news = (bySeries.get(id) ?? []).filter(({ day }) => {
      if (day < newest) return false;
      newest = day;
      return true;
    });
    news.forEach((event, i) => {
      const observation = toObservation(event);
      const end = news[i + 1]?.passed ?? rows.length;
      for (let row = event.passed; row < end; row++) {
        const cell = rows[row];
        if (cell !== undefined && event.day >= cell.oldest) cell.cells[column] = observation;
      }
    });
  });
  return ids.filter((id) => !bySeries.has(id));
}
