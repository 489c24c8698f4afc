import type { Picture } from "../../../answers/show/mod.ts";
import { type Html, html } from "../../../base/http/mod.ts";
import { timeTicks } from "./time_ticks.ts";
import { countText } from "./words.ts";

/** The most releases that are drawn. */
const MOST = 600;

const HEIGHT = 220;

/**
 * Draws each release of a period as a dot: to the right when it came, upwards which period it is of.
 * Full dots are first releases, hollow ones revisions.
 */
export function releaseDots({ revisions, series }: Picture): Html {
  const shown = revisions.toSorted((a, b) => Number(a.releaseTime) - Number(b.releaseTime))
    .slice(-MOST);
  const times = shown.map(({ releaseTime }) => releaseTime.getTime());
  const days = shown.map(({ observationDate }) => Date.parse(observationDate));
  const x = between(times);
  const y = between(days);
  const firsts = shown.filter(({ release }) => release === 1).length;
  const [from, to] = [Math.min(...times), Math.max(...times)];
  const dots = shown.map(({ release }, i) =>
    html`
      <circle cx="${x(times[i] ?? 0)}%" cy="${100 - y(days[i] ?? 0)}%" r="${release === 1
        ? 3.5
        : 3}" ${release === 1 ? "" : html`
        class="revised"
      `} />
    `
  );
  return html`
    <figure class="picture dots card">
      <svg height="${HEIGHT}" role="img" aria-label="${`Releases of ${series.name} over time: ${
        countText(firsts, "first release")
      } and ` +
        `${countText(shown.length - firsts, "revision")}; the table below lists them`}">
        <svg x="2%" y="4%" width="96%" height="82%">${timeTicks(from, to).map(({ at }) =>
          html`
            <line x1="${x(at)}%" x2="${x(at)}%" y1="0" y2="100%" class="grid" />
          `
        )}${dots}</svg>
        <svg x="2%" width="96%" height="100%">${timeTicks(from, to).map(({ at, label }) =>
          html`<text x="${x(at)}%" y="${HEIGHT - 8}" text-anchor="middle">${label}</text>`
        )}</svg>
      </svg>
      <figcaption
        class="quiet">Right: when it was released. Up: the period. Full: first release, hollow: revision.</figcaption>
    </figure>
  `;
}

/** Places values in percent. */
function between(values: readonly number[]): (value: number) => number {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const range = most - least;
  return (value) => range === 0 ? 50 : Number(((value - least) / range * 100).toFixed(2));
}
