/**
 * What the dashboard reads, each kept for a while with its age.
 * Called by its pages.
 * Never writes, and never waits longer than its limit.
 *
 * @module
 */
export { keep, type Kept, type Reading, within } from "./kept.ts";
export { type ReadOnly, readOnlyOn } from "./read_only.ts";
export { catalogReader, type CatalogState } from "./catalog_reader.ts";
export { type CandleKey, type CandleView, keyText, readCandleView } from "./candle_view.ts";
export { type CurveView, readCurveView } from "./curve_view.ts";
export { type ListedSeries, readSeriesList, type SeriesList } from "./series_list.ts";
export { readSeriesView, type SeriesView } from "./series_view.ts";
export { explainTrouble } from "./trouble.ts";
