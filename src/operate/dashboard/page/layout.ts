import { type Html, html } from "../../../base/http/mod.ts";
import { VERSION } from "../../../base/version.ts";

/** The pages of the navigation. */
export type PageName = "overview" | "series" | "curves" | "candles" | "migrations";

const links: Readonly<Record<PageName, readonly [path: string, words: string]>> = {
  overview: ["/", "Overview"],
  series: ["/series", "Series"],
  curves: ["/curves", "Curves"],
  candles: ["/candles", "Candles"],
  migrations: ["/migrations", "Migrations"],
};

/** What a page consists of. */
export interface PageParts {
  /** The page of the navigation that it belongs to. */
  readonly page: PageName;
  readonly title: string;
  readonly body: Html;
  /** Where its live updates come from; none without it. */
  readonly live?: string;
  /** True loads the library that draws charts. */
  readonly hasCharts?: boolean;
}

/** Puts a page together: head, navigation, content. */
export function layout({ page, title, body, live, hasCharts = false }: PageParts): Html {
  return html`
    <html lang="en">
      <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <meta name="color-scheme" content="light dark">
          <title>${title} · Strata</title>
          <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
          ${hasCharts ? html`<link rel="stylesheet" href="/assets/uplot.css">` : ""}
          <link rel="stylesheet" href="/assets/page.css">
          ${hasCharts ? html`<script src="/assets/uplot.js" defer></script>` : ""}
          <script src="/assets/page.js" defer></script>
        </head>
      <body data-live-url="${live ?? ""}">
          <a class="skip-link" href="#main">To the content</a>
          <header class="top">
            <a class="name" href="/"><svg class="logo" viewBox="0 0 20 20" aria-hidden="true"><path d="M2 6l8-4 8 4-8 4z"/><path d="M2 10l8 4 8-4" class="ply"/><path d="M2 14l8 4 8-4" class="ply"/></svg>Strata</a>
            <nav aria-label="Pages"><ul>${Object.entries(links).map(([name, [path, words]]) =>
              html`<li><a href="${path}"${current(name === page)}>${words}</a></li>`
            )}</ul></nav>
            <p class="feed" id="feed" data-state="off"><span class="dot" aria-hidden="true"></span><span class="word"></span></p>
          </header>
          <main id="main" tabindex="-1">${body}</main>
          <footer><p>Strata ${VERSION}. This page only reads. Times are in UTC.</p></footer>
          ${fills}
        </body>
    </html>
  `;
}

function current(isCurrent: boolean): Html {
  return isCurrent
    ? html`
      aria-current="page"
    `
    : html``;
}

/** The fills of the states of chunks, which differ in pattern as well as in colour. */
const fills: Html = html`
  <svg width="0" height="0" class="fills" aria-hidden="true">
    <defs>
      <pattern id="fill-compressed" width="4" height="4" patternUnits="userSpaceOnUse">
        <rect width="4" height="4" class="k-compressed" />
      </pattern>
      <pattern id="fill-uncompressed" width="4" height="4" patternUnits="userSpaceOnUse">
        <rect width="4" height="4" class="k-pale" />
        <rect width="4" height="1.6" class="k-compressed" />
      </pattern>
      <pattern id="fill-partial" width="6" height="6" patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)">
        <rect width="6" height="6" class="k-pale-warn" />
        <rect width="3" height="6" class="k-warn" />
      </pattern>
      <pattern id="fill-unordered" width="5" height="5" patternUnits="userSpaceOnUse">
        <rect width="5" height="5" class="k-pale-odd" />
        <circle cx="2.5" cy="2.5" r="1.5" class="k-odd" />
      </pattern>
    </defs>
  </svg>
`;
