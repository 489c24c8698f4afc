import { type Html, html } from "../../../base/http/mod.ts";

/** A page that says why another cannot be shown. */
export function problemPage(title: string, words: string): Html {
  return html`
    <h1>${title}</h1>
    <p class="trouble">${words}.</p>
    <p><a href="/">To the overview</a></p>
  `;
}
