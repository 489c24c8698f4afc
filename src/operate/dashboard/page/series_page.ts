import type { Picture } from "../../../answers/show/mod.ts";
import { measureOf, signed } from "../../../answers/show/measure.ts";
import { periodLabel } from "../../../answers/show/period_label.ts";
import { type Html, html } from "../../../base/http/mod.ts";
import {
  countText,
  instantTag,
  lineChart,
  numberText,
  releaseDots,
  revisionMap,
} from "../draw/mod.ts";
import type { SeriesView } from "../read/mod.ts";
import { statusWord } from "./status_word.ts";
import { vintagesTable } from "./vintages_table.ts";

/** The most values of the table. */
const MOST = 120;

/** The page of a series: first release against today, its revisions and its releases. */
export function seriesPage({ series, picture, kinds, isCut }: SeriesView): Html {
  return html`
    <div class="head">
      <h1>${series.name}</h1>
      <p class="quiet">${series.source} ${series.code}, ${series.frequency}, ${series.unit}</p>
    </div>
      ${kindLinks(series.id, kinds)}
      ${picture === null
        ? html`<p>It has no values yet: fetch or load them.</p>`
        : html`${schedule(picture)}
  <section aria-labelledby="h-levels"><h2 id="h-levels">First release against today</h2>
    ${levels(picture)}
    ${isCut ? html`<p class="quiet">The newest observations; older ones are left out.</p>` : ""}
    <details id="values"><summary>The values as a table</summary>${valuesTable(picture)}</details>
  </section>
  ${
          picture.revisions.some(({ release }) => release > 1)
            ? html`<section aria-labelledby="h-map"><h2 id="h-map">Revisions</h2>${
              revisionMap(picture)
            }</section>`
            : html`<p class="quiet">It was never revised.</p>`
        }
  <section aria-labelledby="h-dots"><h2 id="h-dots">Releases</h2>${releaseDots(picture)}
    <details id="vintages"><summary>The releases as a table</summary>${
          vintagesTable(picture)
        }</details></section>`}
  `;
}

function kindLinks(id: number, kinds: SeriesView["kinds"]): Html {
  if (kinds.length < 2) return html``;
  return html`<nav class="days" aria-label="Kinds of figures">${
    kinds.toSorted().map((kind) =>
      html`
        <a href="/series/${id}?kind=${encodeURIComponent(kind)}" ${kind === kinds[0]
          ? html`
            aria-current="true"
          `
          : ""}>${kind.replace(":", " ")}</a>
      `
    )
  }</nav>`;
}

function schedule({ next, late, newest }: Picture): Html {
  const last = newest.at(-1);
  return html`<p>${
    last === undefined ? "" : html`
      Newest: ${last.observationDate}, released ${instantTag(last.releaseTime)}.
    `
  }${
    late === null ? "" : html`
      ${statusWord("warn", "Late")}: ${late.period} was due ${instantTag(late.expectedAt)}.
    `
  }${next === null ? "" : html`Next: ${next.period}, due ${instantTag(next.expectedAt)}.`}</p>`;
}

function levels({ series, newest, first }: Picture): Html {
  const firsts = new Map(first.map((one) => [one.observationDate, one.value]));
  return lineChart({
    label: `${series.name} as first released and as known today; the table below has the values`,
    names: ["as known today", "first release"],
    time: true,
    unit: series.unit,
    values: [
      newest.map(({ observationDate }) => Date.parse(observationDate) / 1000),
      newest.map(({ value }) => value),
      newest.map(({ observationDate }) => firsts.get(observationDate) ?? null),
    ],
  });
}

function valuesTable(picture: Picture): Html {
  const { newest, first, series } = picture;
  const { between, unit } = measureOf(picture);
  const firsts = new Map(first.map((one) => [one.observationDate, one.value]));
  return html`
    <div class="wide" role="region" aria-label="Table: Values" tabindex="0">
      <table>
        <caption>${newest.length > MOST
          ? `The newest ${MOST} of ${countText(newest.length, "observation")}`
          : countText(newest.length, "observation")}, newest first</caption>
        <thead>
          <tr>
            <th scope="col">Period</th>
            <th scope="col" class="number">First release</th>
            <th scope="col" class="number">Today</th>
            <th scope="col" class="number">Revised by, ${unit}</th>
            <th scope="col">Last release</th>
          </tr>
        </thead>
        <tbody>${newest.toReversed().slice(0, MOST).map(
          ({ observationDate, value, releaseTime }) => {
            const before = firsts.get(observationDate) ?? null;
            const by = before === null || value === null ? null : between(before, value);
            return html`
              <tr>
                <th scope="row">${periodLabel(observationDate, series.frequency)}</th>
                <td class="number">${before === null ? "–" : numberText(before)}</td>
                <td class="number">${value === null ? "–" : numberText(value)}</td>
                <td class="number">${by === null ? "–" : signed(by, 2)}</td>
                <td>${instantTag(releaseTime)}</td>
              </tr>
            `;
          },
        )}</tbody>
      </table>
    </div>
  `;
}
