import { createHash } from "node:crypto";
import { docsStyle } from "./_docs_style.ts";
import { examples } from "./_docs_examples.ts";
import { type Html, html } from "../../base/http/mod.ts";
import type { ApiDocument, DocumentedParameter, DocumentedPath } from "./_api_document.ts";
import { problemKinds } from "./problem.ts";

/**
 * Renders the documentation out of the OpenAPI document: a page without a script, which asks no other
 * host for anything.
 */
export function docsPage(document: ApiDocument, origin: string): Response {
  const page = pageOf(document, origin);
  return new Response(`<!doctype html>\n${page.text}\n`, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": policy,
      "cache-control": "no-cache",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    },
  });
}

const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(docsStyle).digest("base64")}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** What the paths below a series begin with. */
const below = "/v1/series/{source}/{code}/";

function pageOf({ info, paths, hasTokens }: ApiDocument, origin: string): Html {
  const { title, version, description } = info;
  return html`
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>${title}: read API</title>
        <style>${styleOf()}</style>
      </head>
      <body>
        <a class="skip" href="#main">To the text</a>
        <div class="page">
          <nav aria-label="Contents">
            <p>Questions</p>
            <ul>${paths.map(({ name, path }) =>
              html`<li><a href="#${name}"><code>${path.replace(below, "…/")}</code></a></li>`
            )}</ul>
            <p>About all</p>
            <ul>
    <li><a href="#tools">From other tools</a></li>
    <li><a href="#caching">Caching</a></li>
    ${hasTokens ? html`<li><a href="#tokens">Tokens</a></li>` : ""}
    <li><a href="#problems">Problems</a></li>
    <li><a href="/openapi.json">OpenAPI document</a></li>
            </ul>
          </nav>
          <main id="main">
    <h1>${title}: read API</h1>
    ${description.split("\n\n").map((text) => html`<p>${marked(text)}</p>`)}
    <p class="must">Version ${version}</p>
    ${paths.map((path) => sectionOf(path, origin))}
    <h2 id="tools">From other tools</h2>
    ${examples(origin).map(({ tool, text }) =>
      html`
        <h3>${tool}</h3>
        <pre tabindex="0">${text}</pre>
      `
    )}
    <h2 id="caching">Caching</h2>
    <p>With <code>asOf</code> and <code>knownTo</code> in the past (<code>knownTo</code> by an hour, so that
    no write of that time is under way) an answer never changes: it is <code>immutable</code>, and
    <code>If-None-Match</code> is answered without asking the database. With <code>asOf</code> alone, a row
    that is stored later with an old release still changes the answer: it is <code>no-cache</code>, with an
    ETag of its content where it is short. Bars, candles, curves and names have no second clock.</p>
    ${hasTokens ? tokens : ""}
    <h2 id="problems">Problems</h2>
    <p>Errors are <code>application/problem+json</code> with <code>type</code>, <code>title</code>,
    <code>status</code>, <code>detail</code> and, where parameters are wrong, <code>errors</code> by field. A
    connection that breaks in the middle means that the answer is not complete.</p>
    <div class="wide" tabindex="0" role="region" aria-label="Problems"><table>
    <thead><tr><th scope="col">Status</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead>
    <tbody>${Object.entries(problemKinds).map(([kind, { status, title }]) =>
      html`
        <tr id="${kind}">
          <th scope="row">${status}</th>
          <td><code>/docs#${kind}</code></td>
          <td>${title}.</td>
        </tr>
      `
    )}</tbody></table></div>
          </main>
        </div>
      </body>
    </html>
  `;
}

const tokens = html`<h2 id="tokens">Tokens</h2>
<p>Send a token as the header <code>Authorization: Bearer TOKEN</code>, never in a URL. One that has a
last instant sees nothing that was released or finished later: <code>asOf=now</code> is that instant,
a later one is refused, series that had no release by then do not exist, and bars have no adjusted
close. Names and units of series are those of today.</p>`;

function sectionOf(
  { name, path, summary, description, parameters }: DocumentedPath,
  origin: string,
) {
  return html`
    <section aria-labelledby="${name}">
      <h2 id="${name}">${summary}</h2>
      <p><code>GET ${path}</code>${description === undefined ? "" : html`
        ${description}
      `}</p>
      <pre tabindex="0">${origin}${exampleOf(path, parameters)}</pre>
      <div class="wide" tabindex="0" role="region" aria-label="Parameters of ${path}">
        <table>
          <thead>
            <tr>
              <th scope="col">Parameter</th>
              <th scope="col">Meaning</th>
            </tr>
          </thead>
          <tbody>${parameters.map(rowOf)}</tbody>
        </table>
      </div>
    </section>
  `;
}

function rowOf({ name, place, isRequired, description, example, values }: DocumentedParameter) {
  const note = place === "path" ? "in the path" : isRequired ? "required" : "";
  return html`
    <tr>
      <th scope="row"><code>${name}</code> <span class="must">${note}</span></th>
      <td>${marked(description)}${values.length > 0
        ? html`
          One of ${values.map((value, i) => html`${i > 0 ? ", " : ""}<code>${value}</code>`)}.
        `
        : ""}${example === undefined ? "" : html`
        Such as <code>${example}</code>.
      `}</td>
    </tr>
  `;
}

/** A URL that works as it stands where the example's names exist. */
function exampleOf(path: string, parameters: readonly DocumentedParameter[]): string {
  const filled = path.replace(
    /\{(\w+)\}/g,
    (whole, name) => parameters.find((one) => one.name === name)?.example ?? whole,
  );
  const query = parameters.filter(({ place, isRequired, name }) =>
    place === "query" && (isRequired || (name === "asOf" && path === "/v1/panel"))
  ).map(({ name, example, values }) =>
    `${name}=${(example ?? values[0] ?? "").replaceAll(" ", "%20")}`
  );
  return query.length === 0 ? filled : `${filled}?${query.join("&")}`;
}

function marked(text: string): Html[] {
  return text.split("`").map((part, place) =>
    place % 2 === 0 ? html`${part}` : html`<code>${part}</code>`
  );
}

/** A style has no quotes or signs that would have to be escaped. */
function styleOf(): Html {
  return Object.assign(html``, { text: docsStyle });
}
