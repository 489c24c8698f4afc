import { measureOf, signed } from "../../../answers/show/measure.ts";
import { periodLabel } from "../../../answers/show/period_label.ts";
import type { Picture } from "../../../answers/show/mod.ts";
import { mapCells } from "../../../answers/show/svg/map_cells.ts";
import { type Html, html } from "../../../base/http/mod.ts";

/**
 * The map of revisions as a table, which is its own alternative in words: a row for each period, a
 * column for each release, and in a cell by how much the release changed the period.
 */
export function revisionMap(picture: Picture): Html {
  const { releases, periods, revised, first, same, left } = mapCells(picture);
  const { unit } = measureOf(picture);
  const most = Math.max(0, ...revised.map(([, , by]) => Math.abs(by)));
  const decimals = most >= 100 ? 0 : most >= 10 ? 1 : 2;
  const cells = new Map<string, Html>();
  for (const [column, row] of first) {
    cells.set(`${row} ${column}`, html`<td class="first">new</td>`);
  }
  for (const [column, row] of same) cells.set(`${row} ${column}`, html`<td class="same">=</td>`);
  for (const [column, row, by] of revised) {
    cells.set(
      `${row} ${column}`,
      html`<td class="${shade(by, most)}">${signed(by, decimals)}</td>`,
    );
  }
  const older = left.periods + left.releases > 0
    ? `; ${left.releases} older releases and ${left.periods} older periods are left out`
    : "";
  return html`
    <div class="wide" role="region" aria-label="Table: Revisions" tabindex="0">
      <table class="map">
        <caption>What each release changed in each period, in ${unit === "%"
          ? "% of the value before"
          : unit}${older}</caption>
        <thead>
          <tr><th scope="col">Period</th>${releases.map((instant) =>
            html`<th scope="col">${instant.toISOString().slice(0, 10)}</th>`
          )}</tr>
        </thead>
        <tbody>${periods.map((day, row) =>
          html`<tr><th scope="row">${periodLabel(day, picture.series.frequency)}</th>${
            releases.map((_, column) => cells.get(`${row} ${column}`) ?? html`<td></td>`)
          }</tr>`
        )}</tbody>
      </table>
    </div>
  `;
}

/** Three shades in each direction; the sign stands in the cell as well. */
function shade(by: number, most: number): string {
  if (by === 0 || most === 0) return "same";
  const level = Math.max(1, Math.ceil(Math.abs(by) / most * 3));
  return `${by > 0 ? "up" : "down"}-${level}`;
}
