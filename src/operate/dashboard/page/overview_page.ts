import { type Html, html } from "../../../base/http/mod.ts";
import { type Fragment, liveElement } from "./fragment.ts";

const sections: readonly (readonly [id: string, heading: string])[] = [
  ["services", "Services"],
  ["tables", "Hypertables"],
  ["advice", "Advice"],
  ["jobs", "Policies and jobs"],
  ["late", "Late series"],
  ["migrations", "Migrations"],
];

/** The first page out of its fragments. */
export function overviewPage(fragments: readonly Fragment[]): Html {
  const byId = new Map(fragments.map((one) => [one.id, one]));
  const live = (id: string) => liveElement(byId.get(id) ?? { id, html: html`` });
  return html`<div class="head"><h1>Overview</h1>${live("read")}</div>
    <div role="status">${live("trouble")}</div>
    ${live("facts")}
    <div class="sections">${
    sections.map(([id, heading]) =>
      html`
        <section class="s-${id}"
          aria-labelledby="h-${id}"><h2 id="h-${id}">${heading}</h2>${live(id)}</section>
      `
    )
  }</div>`;
}
