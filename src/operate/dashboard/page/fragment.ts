import { type Html, html } from "../../../base/http/mod.ts";

/** A part of a page that is replaced as a whole when it changes. */
export interface Fragment {
  /** Its name in the page and in updates. */
  readonly id: string;
  readonly html: Html;
  /** The fragments inside: it is replaced itself only where their names change. */
  readonly parts?: readonly Fragment[];
}

/** The element that holds a fragment. */
export function liveElement({ id, html: inside }: Fragment): Html {
  return html`<div id="live-${id}" class="live">${inside}</div>`;
}
