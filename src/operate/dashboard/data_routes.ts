import type { Context, Hono } from "hono";
import type { Redactor } from "../../base/logging/mod.ts";
import type { LateRelease } from "../../point_in_time/mod.ts";
import type { Queryable } from "../../base/sql/mod.ts";
import { type DataPage, keepPages } from "./kept_pages.ts";
import { candlesPage, curvePage, type PageName, seriesListPage, seriesPage } from "./page/mod.ts";
import {
  explainTrouble,
  keyText,
  readCandleView,
  readCurveView,
  type ReadOnly,
  readSeriesList,
  readSeriesView,
} from "./read/mod.ts";
import { Refusal } from "./refusal.ts";
import { dayOf, instantOf, pageOf, seriesIdOf } from "./request_values.ts";
import { pageResponse } from "./responses.ts";

/** What the pages of data need. */
export interface DataRoutesOptions {
  readonly readOnly: ReadOnly;
  readonly redact: Redactor;
  /** The late releases, as they were read last. */
  readonly late: () => readonly LateRelease[];
}

/** The series of a page of the list. */
const LISTED = 50;

/** Adds the pages of data: series, one series, curves, candles. */
export function addDataRoutes(
  app: Hono,
  { readOnly, redact, late }: DataRoutesOptions,
): void {
  const pages = keepPages((error) => {
    // The asker's fault: an unknown series.
    if (error instanceof RangeError) throw new Refusal(404, redact(error.message));
    return explainTrouble("the data", error, redact);
  });
  const show = async (
    c: Context,
    page: PageName,
    make: (client: Queryable) => Promise<DataPage>,
    hasCharts = false,
  ): Promise<Response> => {
    const { pathname, search } = new URL(c.req.url);
    const { status = 200, ...made } = await pages.make(pathname + search, () => readOnly(make));
    return pageResponse({ page, ...made, hasCharts }, { status });
  };
  app.get("/series", async (c) => {
    const search = (c.req.query("q") ?? "").trim().slice(0, 200);
    const page = pageOf(c);
    return await show(c, "series", async (client) => {
      const list = await readSeriesList(client, { search, page, size: LISTED });
      const overdue = new Map(late().map((one) => [one.seriesId, one]));
      const view = { ...list, search, page, size: LISTED, late: overdue, redact };
      return { title: "Series", body: seriesListPage(view) };
    });
  });
  app.get("/series/:id", async (c) => {
    const asked = { id: seriesIdOf(c), kind: c.req.query("kind") };
    return await show(c, "series", async (client) => {
      const view = await readSeriesView(client, asked);
      return { title: view.series.name, body: seriesPage(view) };
    }, true);
  });
  app.get("/curves", async (c) => {
    const asked = { name: c.req.query("name"), day: dayOf(c) };
    return await show(c, "curves", async (client) => {
      const view = await readCurveView(client, asked);
      return { title: view.name ?? "Curves", body: curvePage(view) };
    }, true);
  });
  app.get("/candles", async (c) => {
    const asked = { key: c.req.query("key"), to: instantOf(c, "to") };
    return await show(c, "candles", async (client) => {
      const view = await readCandleView(client, asked);
      return {
        title: view.key === null ? "Candles" : keyText(view.key),
        body: candlesPage(view),
      };
    });
  });
}
