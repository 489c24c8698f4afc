import { type Html, html } from "../../base/http/mod.ts";
import { instantTag } from "./draw/mod.ts";

/** A page of data with its title. */
export interface DataPage {
  /** 503 where nothing could be read and nothing is kept. */
  readonly status?: 200 | 503;
  readonly title: string;
  readonly body: Html;
}

/** Keeps the last good state of pages, for the time in which the database is away. */
export interface KeptPages {
  /** Makes a page; where that fails, the one of before is returned under the reason. */
  make(address: string, make: () => Promise<DataPage>): Promise<DataPage>;
}

/** The pages that are kept; the one that was not asked for longest goes first. */
const MOST = 64;

/** Creates the keeper; `explain` tells why a page failed, or throws what is the asker's fault. */
export function keepPages(explain: (error: unknown) => string): KeptPages {
  const kept = new Map<string, DataPage & { readonly at: Date }>();
  return {
    async make(address, make) {
      const before = kept.get(address);
      kept.delete(address);
      try {
        const page = await make();
        kept.set(address, { ...page, at: new Date() });
        const [oldest] = kept.keys();
        if (kept.size > MOST && oldest !== undefined) kept.delete(oldest);
        return page;
      } catch (error) {
        const trouble = explain(error);
        if (before !== undefined) kept.set(address, before);
        return pageInTrouble(trouble, before);
      }
    },
  };
}

function pageInTrouble(
  trouble: string,
  before: (DataPage & { readonly at: Date }) | undefined,
): DataPage {
  const note = (rest: Html) =>
    html`<p class="trouble" role="status"><strong>${trouble}.</strong> ${rest}</p>`;
  if (before === undefined) {
    return {
      status: 503,
      title: "Not to be read now",
      body: html`<h1>Not to be read now</h1>${note(html``)}`,
    };
  }
  return {
    title: before.title,
    body: html`${note(html`What is shown was read ${instantTag(before.at)}.`)}${before.body}`,
  };
}
