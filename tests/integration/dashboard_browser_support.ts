import axe, { type AxeResults } from "axe-core";
import type { Browser, Page } from "puppeteer-core";

/** A page that notes everything that a browser complains of. */
export interface WatchedPage extends AsyncDisposable {
  readonly page: Page;
  /** Errors, warnings of the policy, failed requests, requests of other hosts. */
  readonly complaints: readonly string[];
}

/** Opens a page in light or dark. */
export async function watchedPage(
  browser: Browser,
  origin: string,
  mode: "light" | "dark" = "light",
): Promise<WatchedPage> {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() !== "log") complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    // A browser draws its own controls, such as a calendar, from data.
    if (!request.url().startsWith(origin) && !request.url().startsWith("data:")) {
      complaints.push(`asks ${request.url()}`);
    }
  });
  page.on("response", (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} of ${response.url()}`);
  });
  await page.evaluateOnNewDocument(`
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
      console.error("refused by the policy: " + violatedDirective + " " + blockedURI))`);
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: mode }]);
  await page.setViewport({ width: 1_280, height: 900 });
  return { page, complaints, [Symbol.asyncDispose]: () => page.close() };
}

/** The violations that axe finds on a page, each with the first place. */
export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(`axe.run(document, { resultTypes: ["violations"] })`);
  const { violations } = found as AxeResults; // as: the page returns JSON
  return violations.map(({ id, nodes }) =>
    `${id}: ${nodes[0]?.html.slice(0, 200)} ${nodes[0]?.failureSummary}`
  );
}

/** What has the focus: its id, or its tag and text. */
export async function focused(page: Page): Promise<string> {
  return await page.evaluate(`(() => {
    const { id, tagName, textContent } = document.activeElement;
    return id || tagName + " " + textContent.trim().slice(0, 40);
  })()`) as string; // as: the page's own text
}
