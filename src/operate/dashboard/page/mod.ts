/**
 * The pages of the dashboard as HTML, which needs no script.
 * Called by its routes and its live updates.
 * Never puts a text of the database on a page without escaping it.
 *
 * @module
 */
export { candlesPage } from "./candles_page.ts";
export { curvePage } from "./curve_page.ts";
export { seriesListPage } from "./series_list_page.ts";
export { seriesPage } from "./series_page.ts";
export { type Fragment, liveElement } from "./fragment.ts";
export { layout, type PageName, type PageParts } from "./layout.ts";
export { migrationsPage } from "./migrations_page.ts";
export { overviewFragments } from "./overview_fragments.ts";
export { overviewPage } from "./overview_page.ts";
export { problemPage } from "./problem_page.ts";
export { tablePage } from "./table_page.ts";
