import { type Html, html } from "../../../base/http/mod.ts";
import { candleChart, countText, dayText, numberText } from "../draw/mod.ts";
import { type CandleView, keyText } from "../read/mod.ts";

/** The page of candles with their gaps. */
export function candlesPage(view: CandleView): Html {
  const { keys, key, candles, gaps, from, to } = view;
  if (keys.length === 0) {
    return html`
      <h1>Candles</h1>
      <p>There are no candles yet: "deno task fetch" fetches them from exchanges.</p>
    `;
  }
  const href = (name: string, until?: number) =>
    `/candles?key=${encodeURIComponent(name)}${
      until === undefined ? "" : `&to=${new Date(until).toISOString()}`
    }`;
  const links = html`<nav class="days" aria-label="Candles">${
    keys.map((one) =>
      html`
        <a href="${href(keyText(one))}" ${key !== null && keyText(one) === keyText(key)
          ? html`
            aria-current="true"
          `
          : ""}>${keyText(one)}</a>
      `
    )
  }</nav>`;
  if (key === null) return html`<h1>Candles</h1>${links}<p>There are no such candles.</p>`;
  const name = keyText(key);
  const missing = gaps.reduce((sum, gap) => sum + gap.missing, 0);
  return html`
    <div class="head">
      <h1>${key.symbol}</h1>
      <p class="quiet">${key.exchange}, candles of ${key.timeframe}</p>
    </div>${links}
      <p>${countText(candles.length, "candle")} from ${dayText(from)} to ${dayText(
        to,
      )}, ${missing === 0
        ? "none missing"
        : html`<strong>${countText(missing)} missing</strong>`}.</p>
      <nav class="paging" aria-label="Time"><a href="${href(name, from)}" rel="prev">Earlier</a>
        <a href="${href(name, to + (to - from))}" rel="next">Later</a> <a href="${href(
          name,
        )}">Newest</a></nav>
      ${candles.length === 0 ? html`<p>There is no candle in this time.</p>` : candleChart(view)}
      ${gapsTable(gaps)}
      <details id="values"><summary>The candles as a table</summary>${candlesTable(
        candles,
      )}</details>
  `;
}

function gapsTable(gaps: CandleView["gaps"]): Html {
  if (gaps.length === 0) return html``;
  return html`
    <h2>Missing</h2>
    <div class="wide" role="region" aria-label="Table: Missing candles" tabindex="0">
      <table>
        <caption>Runs of missing candles</caption>
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">To</th>
            <th scope="col" class="number">Candles</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>${gaps.map((gap) =>
          html`
            <tr>
              <th scope="row">${dayText(gap.from.getTime())}</th>
              <td>${dayText(gap.to.getTime())}</td>
              <td class="number">${countText(gap.missing)}</td>
              <td>${gap.isFetched ? "fetched, nothing traded" : "never fetched"}</td>
            </tr>
          `
        )}</tbody>
      </table>
    </div>
  `;
}

function candlesTable(candles: CandleView["candles"]): Html {
  return html`
    <div class="wide" role="region" aria-label="Table: Candles" tabindex="0">
      <table>
        <caption>Newest first</caption>
        <thead>
          <tr><th scope="col">Begins</th>${["Open", "High", "Low", "Close", "Volume"].map((name) =>
            html`<th scope="col" class="number">${name}</th>`
          )}</tr>
        </thead>
        <tbody>${candles.toReversed().map(({ at, open, high, low, close, volume }) =>
          html`<tr><th scope="row">${dayText(at.getTime())}</th>${
            [open, high, low, close, volume].map((value) =>
              html`<td class="number">${numberText(value)}</td>`
            )
          }</tr>`
        )}</tbody>
      </table>
    </div>
  `;
}
