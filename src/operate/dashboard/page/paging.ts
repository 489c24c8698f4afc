import { type Html, html } from "../../../base/http/mod.ts";
import { countText } from "../draw/mod.ts";

/** Where a list stands. */
export interface Paging {
  /** The page, from 1. */
  readonly page: number;
  readonly size: number;
  readonly total: number;
  /** Writes the address of a page. */
  readonly href: (page: number) => string;
}

/** Links to the pages before and after; nothing where everything is on one. */
export function pagingLinks({ page, size, total, href }: Paging): Html {
  if (total <= size) return html``;
  const last = Math.ceil(total / size);
  return html`
    <nav class="paging"
      aria-label="Pages of the list">${page > 1
        ? html`<a href="${href(page - 1)}" rel="prev">Before</a>`
        : ""} <span>${countText((page - 1) * size + 1)} to ${countText(
          Math.min(total, page * size),
        )} of ${countText(total)}</span> ${page < last
        ? html`<a href="${href(page + 1)}" rel="next">Next</a>`
        : ""}</nav>
  `;
}
