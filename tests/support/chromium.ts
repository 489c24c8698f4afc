import type { Browser } from "puppeteer-core";
import { type DatabaseTest, serverTest } from "./server_test.ts";
import { isServerRequired, testServers } from "./test_server.ts";
import { type ThrowawayDatabase, throwawayDatabase } from "./throwaway_database.ts";
import { isFile } from "./machine.ts";

/** A test with a browser and a database of its own. */
export type BrowserTest = (
  t: Deno.TestContext,
  given: { readonly browser: Browser; readonly db: ThrowawayDatabase },
) => Promise<void>;

/**
 * Declares a test that needs Chromium: the one of `STRATA_TEST_CHROMIUM`, or the machine's. Without
 * one, the test is ignored and its name says what is missing; where `STRATA_TEST_REQUIRED` lists
 * `chromium`, it fails.
 */
export function browserTest(name: string, run: BrowserTest): void {
  const path = findChromium();
  if (path !== null) {
    const test: DatabaseTest = async (t, db) => {
      // Only here: it reads the environment when it is loaded, which tasks that import this may not.
      const { default: puppeteer } = await import("puppeteer-core");
      const browser = await puppeteer.launch({
        executablePath: path,
        // Chromium refuses its sandbox to root.
        args: [...Deno.uid() === 0 ? ["--no-sandbox"] : [], "--disable-gpu"],
      });
      try {
        await run(t, { browser, db });
      } finally {
        await browser.close();
      }
    };
    // On one server, and that with policies where there is one: what a browser shows is the same.
    const community = testServers("community").at(-1);
    if (community === undefined) {
      return serverTest("timescaledb", name, test, { timescaledb: true });
    }
    Deno.test(name, async (t) => {
      await using db = await throwawayDatabase(community, { timescaledb: true });
      await test(t, db);
    });
    return;
  }
  const missing = "needs Chromium: install it or set STRATA_TEST_CHROMIUM";
  if (!isServerRequired("chromium")) {
    Deno.test({ name: `${name} (${missing})`, ignore: true, fn: () => {} });
    return;
  }
  Deno.test(name, () => {
    throw new Error(`Cannot run the test: it ${missing}`);
  });
}

/** Where Debian, Ubuntu and Google's packages put it. */
const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

function findChromium(): string | null {
  const given = Deno.env.get("STRATA_TEST_CHROMIUM");
  return given ? given : PLACES.find(isFile) ?? null;
}
