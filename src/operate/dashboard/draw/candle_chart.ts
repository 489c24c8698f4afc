import { type Html, html } from "../../../base/http/mod.ts";
import { type CandleView, lengthOf } from "../read/candle_view.ts";
import { countText, dayText } from "./words.ts";

const [HEIGHT, FLOOR] = [300, 268];

/** Draws candles with what is missing between them: rising ones hollow, falling ones full. */
export function candleChart({ candles, gaps, from, to, key }: CandleView): Html {
  const [low, high] = [
    Math.min(...candles.map(({ low }) => low)),
    Math.max(...candles.map(({ high }) => high)),
  ];
  const x = (at: number) => Number(((at - from) / (to - from) * 100).toFixed(3));
  const y = (price: number) =>
    Number((8 + (high === low ? 0.5 : (high - price) / (high - low)) * (FLOOR - 16)).toFixed(1));
  const width = key === null ? 1 : lengthOf(key) / (to - from) * 100;
  const shapes = candles.map(({ at, open, close, high, low }) => {
    const [top, bottom] = [y(Math.max(open, close)), y(Math.min(open, close))];
    const middle = Number((x(at.getTime()) + width / 2).toFixed(3));
    return html`
      <line x1="${middle}%" x2="${middle}%" y1="${y(high)}" y2="${y(low)}" class="wick" />
      <rect x="${Number(
        (x(at.getTime()) + width * 0.15).toFixed(3),
      )}%" y="${top}" width="${(width * 0.7).toFixed(3)}%" height="${Math.max(1, bottom - top)
        .toFixed(1)}"
        class="${close >= open ? "rise" : "fall"}" />
    `;
  });
  const missing = gaps.map((gap) => {
    const [begin, end] = [x(gap.from.getTime()), x(gap.to.getTime())];
    return html`
      <rect x="${begin}%" y="0" width="${(end - begin).toFixed(
        3,
      )}%" height="${FLOOR}" ${gap.isFetched
        ? html`class="gap-fetched"`
        : html`fill="url(#fill-partial)" opacity=".55"`} />
    `;
  });
  const name = key === null ? "" : `${key.symbol} on ${key.exchange}, ${key.timeframe}`;
  const count = gaps.reduce((sum, { missing }) => sum + missing, 0);
  return html`
    <figure class="picture card">
      <svg height="${HEIGHT}" role="img"
        aria-label="${`Candles of ${name} from ${dayText(from)} to ${dayText(to)}: ${
          countText(candles.length, "candle")
        }, ` +
          `lowest ${low}, highest ${high}, ${
            countText(count)
          } missing; the tables below list them`}">${missing}${[0, 0.5, 1].map((share) => {
            const price = high - (high - low) * share;
            return html`
              <line x1="0" x2="100%" y1="${y(price)}" y2="${y(price)}" class="grid" />
            `;
          })}${shapes}${[0, 0.5, 1].map((share) => {
            const price = high - (high - low) * share;
            return html`<text x="4" y="${y(price) - 3}">${
              price.toLocaleString("en-US", { maximumSignificantDigits: 7 })
            }</text>`;
          })}${[0, 0.25, 0.5, 0.75, 1].map((share) =>
            html`<text x="${share * 100}%" y="${HEIGHT - 12}" text-anchor="${
              share === 0 ? "start" : share === 1 ? "end" : "middle"
            }">${dayText(Math.round((from + (to - from) * share) / 60_000) * 60_000)}</text>`
          )}</svg>
      <figcaption
        class="quiet">Hollow: rising, full: falling. Grey: fetched, nothing traded. Striped: never fetched.</figcaption>
    </figure>
  `;
}
