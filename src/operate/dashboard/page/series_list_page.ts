import { type Html, html } from "../../../base/http/mod.ts";
import type { LateRelease } from "../../../point_in_time/mod.ts";
import { countText, instantTag, numberText } from "../draw/mod.ts";
import type { ListedSeries, SeriesList } from "../read/mod.ts";
import { pagingLinks } from "./paging.ts";
import { statusWord } from "./status_word.ts";

/** What the list of series shows beside its rows. */
export interface SeriesListView extends SeriesList {
  readonly search: string;
  readonly page: number;
  readonly size: number;
  /** The late releases, by the id of their series. */
  readonly late: ReadonlyMap<number, LateRelease>;
  readonly redact: (text: string) => string;
}

/** The list of series, with their newest observation and what is late. */
export function seriesListPage(view: SeriesListView): Html {
  const { series, total, search, page, size } = view;
  const query = search === "" ? "" : `q=${encodeURIComponent(search)}&`;
  return html`
    <div class="head">
      <h1>Series</h1>
    </div>
      <form class="search" role="search" action="/series"><label for="q">Find</label>
        <input type="search" id="q" name="q" value="${search}" maxlength="200" autocomplete="off" spellcheck="false">
        <button>Find</button></form>
      ${series.length === 0
        ? html`<p>${
          search === ""
            ? 'There is no series yet: "deno task start" loads a sample, "deno task fetch" fetches more.'
            : `No series has "${search}" in its code or name.`
        }</p>`
        : html`
          <div class="wide" role="region" aria-label="Table: Series" tabindex="0">
            <table>
              <caption>${countText(total)} series${search === ""
                ? ""
                : ` with "${search}"`}</caption>
              <thead>
                <tr>
                  <th scope="col">Series</th>
                  <th scope="col">Name</th>
                  <th scope="col">Every</th>
                  <th scope="col">Newest period</th>
                  <th scope="col" class="number">Value</th>
                  <th scope="col">Released</th>
                  <th scope="col">Next</th>
                  <th scope="col">State</th>
                </tr>
              </thead>
              <tbody>${series.map((one) => seriesRow(one, view))}</tbody>
            </table>
          </div>
        `}${pagingLinks({ page, size, total, href: (to) => `/series?${query}page=${to}` })}
  `;
}

function seriesRow(one: ListedSeries, { late, redact }: SeriesListView): Html {
  return html`
    <tr>
      <th scope="row"><a href="/series/${one.id}">${one.source} ${one.code}</a></th>
      <td class="any">${one.name}</td>
      <td>${one.frequency}</td>
      <td>${one.day ?? "–"}</td>
      <td class="number">${one.value === null ? "–" : numberText(one.value)}</td>
      <td>${instantTag(one.released, "–")}</td>
      <td>${instantTag(one.next?.expectedAt ?? null, "–")}</td>
      <td>${stateOf(one, { late, redact })}</td>
    </tr>
  `;
}

function stateOf(
  { id, day, error }: ListedSeries,
  { late, redact }: Pick<SeriesListView, "late" | "redact">,
): Html {
  const due = late.get(id);
  const told = [
    ...(due === undefined
      ? []
      : [html`${statusWord("warn", "late")} <span class="quiet">${due.period}</span>`]),
    ...(error === null
      ? []
      : [html`${statusWord("fail", "fetch failed")}<p class="message">${redact(error)}</p>`]),
  ];
  if (told.length > 0) return html`${told}`;
  return day === null ? statusWord("skip", "empty") : html``;
}
