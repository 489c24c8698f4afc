import { type Html, html } from "../../../base/http/mod.ts";
import type { LateRelease } from "../../../point_in_time/mod.ts";
import { countText, instantTag } from "../draw/mod.ts";
import type { Overview } from "../overview.ts";
import { statusWord } from "./status_word.ts";
import { troubleNote } from "./trouble_note.ts";

/** The most late series that are listed. */
const MOST = 50;

/** The followed series whose release is overdue. */
export function lateSection({ late }: Pick<Overview, "late">): Html {
  const { value } = late;
  return html`${troubleNote(late)}${
    value === null
      ? ""
      : value.length === 0
      ? html`<p>${
        statusWord("pass", "Nothing is late")
      } <span class="quiet">among the series that are followed.</span></p>`
      : lateTable(value)
  }`;
}

function lateTable(late: readonly LateRelease[]): Html {
  return html`
    <div class="wide" role="region" aria-label="Table: Late series" tabindex="0">
      <table>
        <caption>${countText(late.length)} late, the most overdue first${late.length > MOST
          ? `; the first ${MOST}`
          : ""}</caption>
        <thead>
          <tr>
            <th scope="col">Series</th>
            <th scope="col">Period</th>
            <th scope="col">Was due</th>
          </tr>
        </thead>
        <tbody>${late.slice(0, MOST).map(({ source, code, seriesId, period, expectedAt }) =>
          html`
            <tr>
              <th scope="row"><a href="/series/${seriesId}">${source} ${code}</a></th>
              <td>${period}</td>
              <td>${instantTag(expectedAt)}</td>
            </tr>
          `
        )}</tbody>
      </table>
    </div>
  `;
}
