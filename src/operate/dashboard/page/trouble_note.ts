import { type Html, html } from "../../../base/http/mod.ts";
import { instantTag } from "../draw/mod.ts";
import type { Reading } from "../read/mod.ts";

/** What keeps something from being read, and of when the state is that is shown; nothing if all is well. */
export function troubleNote({ trouble, readAt }: Reading<unknown>): Html {
  if (trouble === null) {
    return readAt === null
      ? html`<p class="quiet">Being read, it is here in a moment.</p>`
      : html``;
  }
  const kept = readAt === null
    ? html`Nothing was read yet.`
    : html`What is shown was read ${instantTag(readAt)}.`;
  return html`<p class="trouble"><strong>${trouble}.</strong> ${kept}</p>`;
}
