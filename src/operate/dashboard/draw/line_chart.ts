import { type Html, html } from "../../../base/http/mod.ts";

/** Lines over time, or over days of maturity. */
export interface LineChart {
  /** What it shows, for those who do not see it. */
  readonly label: string;
  /** The values to the right (seconds since 1970, or days), then those of each line. */
  readonly values: readonly (readonly (number | null)[])[];
  /** The names of the lines. */
  readonly names: readonly string[];
  /** True if the values to the right are instants. */
  readonly time: boolean;
  readonly unit: string;
}

/** The place of a chart, which a script fills; without one the table beside it tells the same. */
export function lineChart({ label, ...chart }: LineChart): Html {
  return html`
    <figure class="card">
      <div class="chart" role="img" aria-label="${label}" data-chart="${JSON.stringify(chart)}">
        <p class="quiet">The chart needs a script; the table below has its values.</p>
      </div>
    </figure>
  `;
}
