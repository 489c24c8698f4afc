import type { Picture } from "../../../answers/show/mod.ts";
import { type Html, html } from "../../../base/http/mod.ts";
import { countText, instantTag } from "../draw/mod.ts";

/** The most releases of the table. */
const MOST = 100;

/** The releases of a series, newest first, with what each brought. */
export function vintagesTable({ revisions }: Picture): Html {
  const releases = [...Map.groupBy(revisions, ({ releaseTime }) => releaseTime.getTime())]
    .sort(([a], [b]) => b - a);
  return html`
    <div class="wide" role="region" aria-label="Table: Releases" tabindex="0">
      <table>
        <caption>${countText(releases.length, "release")}${releases.length > MOST
          ? `, the newest ${MOST}`
          : ""}, newest first</caption>
        <thead>
          <tr>
            <th scope="col">Released</th>
            <th scope="col" class="number">New</th>
            <th scope="col" class="number">Revised</th>
            <th scope="col">Periods</th>
          </tr>
        </thead>
        <tbody>${releases.slice(0, MOST).map(([at, rows]) => {
          const days = rows.map(({ observationDate }) => observationDate).sort();
          const fresh = rows.filter(({ release }) => release === 1).length;
          return html`
            <tr>
              <th scope="row">${instantTag(new Date(at))}</th>
              <td class="number">${fresh}</td>
              <td class="number">${rows.length - fresh}</td>
              <td>${days[0] ?? ""}${days.length > 1 ? ` to ${days.at(-1)}` : ""}</td>
            </tr>
          `;
        })}</tbody>
      </table>
    </div>
  `;
}
