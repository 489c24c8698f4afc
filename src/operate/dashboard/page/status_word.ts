import { type Html, html } from "../../../base/http/mod.ts";

/** How well something is. */
export type Status = "pass" | "warn" | "fail" | "skip";

const signs: Readonly<Record<Status, string>> = { pass: "✓", warn: "!", fail: "✗", skip: "–" };

/** A word with the sign and colour of a status, which the word says by itself. */
export function statusWord(status: Status, word: string): Html {
  return html`
    <span
      class="status ${status}"><span class="sign" aria-hidden="true">${signs[
        status
      ]}</span> ${word}</span>
  `;
}
