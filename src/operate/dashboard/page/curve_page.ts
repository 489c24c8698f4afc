import { type Html, html } from "../../../base/http/mod.ts";
import { lineChart, numberText } from "../draw/mod.ts";
import type { CurveView } from "../read/mod.ts";

/** The page of a curve on a day. */
export function curvePage({ names, name, curve, before, days, newest }: CurveView): Html {
  if (name === null) {
    return html`
      <h1>Curves</h1>
      <p>There is no curve yet: "deno task fetch treasury" fetches one.</p>
    `;
  }
  const href = (to: { readonly name?: string; readonly day?: string }) =>
    `/curves?name=${encodeURIComponent(to.name ?? name)}${
      to.day === undefined ? "" : `&day=${to.day}`
    }`;
  const shown = curve?.date;
  return html`
    <div class="head"><h1>${name}</h1>${shown === undefined
      ? ""
      : html`<p class="quiet">The curve of ${shown}</p>`}</div>
      ${names.length < 2
        ? ""
        : html`<nav class="days" aria-label="Curves">${
          names.map((one) =>
            html`
              <a href="${href({ name: one })}" ${current(one === name)}>${one}</a>
            `
          )
        }</nav>`}
      <nav class="days" aria-label="Days">${days.map((day) =>
        html`
          <a href="${href({ day })}" ${current(day === shown)}>${day}</a>
        `
      )}${newest === null ? "" : html`<a href="${href({})}">newest</a>`}</nav>
      <form class="search"
      action="/curves"><input type="hidden" name="name" value="${name}"><label for="day">Day</label>
        <input type="date" id="day" name="day" value="${shown ?? ""}"><button>Show</button></form>
      ${curve === null
        ? html`<p>There is no curve on this day or in the week before.</p>`
        : html`${chart(curve, before)}${pointsTable(curve, before)}`}
  `;
}

type Curve = NonNullable<CurveView["curve"]>;

function chart(curve: Curve, before: CurveView["before"]): Html {
  const tenors = [
    ...new Set([curve, before].flatMap((one) => one?.points.map((point) => point.tenorDays) ?? [])),
  ].sort((a, b) => a - b);
  const rates = (of: CurveView["curve"]) =>
    tenors.map((days) => of?.points.find((point) => point.tenorDays === days)?.rate ?? null);
  return lineChart({
    label: `The curve of ${curve.date}${
      before === null ? "" : ` and that of ${before.date}`
    } by maturity; the table below has the values`,
    names: [curve.date, ...(before === null ? [] : [before.date])],
    time: false,
    unit: "%",
    values: [tenors, rates(curve), ...(before === null ? [] : [rates(before)])],
  });
}

function pointsTable(curve: Curve, before: CurveView["before"]): Html {
  return html`
    <div class="wide" role="region" aria-label="Table: Points" tabindex="0">
      <table>
        <caption>Rates in percent</caption>
        <thead>
          <tr><th scope="col">Tenor</th><th scope="col" class="number">Days</th><th scope="col" class="number">${curve
            .date}</th>${before === null
            ? ""
            : html`<th scope="col" class="number">${before.date}</th>`}</tr>
        </thead>
        <tbody>${curve.points.map(({ tenorDays, tenorLabel, rate }) =>
          html`<tr><th scope="row">${
            tenorLabel ?? `${tenorDays} days`
          }</th><td class="number">${tenorDays}</td><td class="number">${numberText(rate)}</td>${
            before === null ? "" : html`<td class="number">${rateOf(before, tenorDays)}</td>`
          }</tr>`
        )}</tbody>
      </table>
    </div>
  `;
}

function rateOf({ points }: Curve, days: number): string {
  const rate = points.find(({ tenorDays }) => tenorDays === days)?.rate;
  return rate === undefined ? "–" : numberText(rate);
}

function current(isCurrent: boolean): Html {
  return isCurrent
    ? html`
      aria-current="true"
    `
    : html``;
}
