import assert from "node:assert/strict";
import { migrations } from "../../migrations/mod.ts";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import { tableId } from "../../src/operate/dashboard/page/tables_section.ts";
import { browserTest } from "../support/mod.ts";
import { focused, violations, watchedPage } from "./dashboard_browser_support.ts";
import { openPool, serveDashboardOn } from "./dashboard_support.ts";
import { seed, until } from "./serve_support.ts";

/** Ten more hypertables with a chunk a day: with those of the schema there are 2,000 chunks. */
const MANY = `do $$ begin
  for i in 1..10 loop
    execute format('create table readings_%s (time timestamptz not null)', i);
    perform create_hypertable(format('readings_%s', i)::regclass, by_range('time', interval '1 day'),
      create_default_indexes => false);
    execute format('insert into readings_%s select timestamptz ''2026-01-01Z'' + day * interval ''1 day''
      from generate_series(0, 199) day', i);
  end loop; end $$`;

const line = `${tableId({ schema: "public", name: "readings_1" })}-line`;

browserTest("the dashboard in a browser", async (t, { browser, db }) => {
  const { client, url } = db;
  await createMigrator({ open: () => openPostgresSession(url), migrations }).up();
  await seed(client);
  await using database = openPool(url);
  await using served = serveDashboardOn(database, url, { limits: { everyMs: 1_000 } });
  const { origin } = served;
  await until("all is read", async () => !/Being read/.test((await served.page("/")).words));

  const paths = [
    "/",
    "/series",
    "/series/1",
    "/curves",
    "/candles",
    "/migrations",
    "/tables/public/ohlcv",
    "/nowhere",
  ];
  for (const mode of ["light", "dark"] as const) {
    await t.step(`no page has a violation or an error in ${mode}`, async () => {
      await using watched = await watchedPage(browser, origin, mode);
      for (const path of paths) {
        await watched.page.goto(origin + path, { waitUntil: "load" });
        assert.deepEqual(await violations(watched.page), [], path);
      }
      const told = watched.complaints.filter((one) => !/404/.test(one));
      assert.deepEqual(told, []);
    });
  }

  await t.step("2,000 chunks are there in under a second", async () => {
    await client.query(MANY);
    await until("they are read", async () => /Chunks 2,0/.test((await served.page("/")).words));
    const times: number[] = [];
    for (let i = 0; i < 3; i++) {
      await using watched = await watchedPage(browser, origin);
      await watched.page.goto(`${origin}/`, { waitUntil: "load" });
      times.push(
        await watched.page.evaluate(
          "performance.getEntriesByType('navigation')[0].loadEventEnd",
        ) as number,
      ); // as: the browser's own number
      assert.deepEqual(watched.complaints, []);
    }
    assert.ok(Math.min(...times) < 1_000, `${times.map(Math.round)} ms`);
  });

  await t.step("charts are drawn, in the colours of the mode", async () => {
    await using watched = await watchedPage(browser, origin, "dark");
    for (const path of ["/series/1", "/curves"]) {
      await watched.page.goto(origin + path, { waitUntil: "load" });
      assert.ok(await watched.page.$(".chart canvas"), path);
    }
    assert.deepEqual(watched.complaints, []);
  });

  await t.step("the keyboard reaches everything in order, and the chunks of a line", async () => {
    await using watched = await watchedPage(browser, origin);
    const { page } = watched;
    await page.goto(`${origin}/`, { waitUntil: "load" });
    await page.keyboard.press("Tab");
    assert.equal(await focused(page), "A To the content");
    await page.keyboard.press("Enter");
    assert.equal(await focused(page), "main");
    const isInOrder = `(() => {
      const all = [...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")];
      const place = all.indexOf(document.activeElement);
      const isLater = place > (window.lastPlace ?? -1);
      window.lastPlace = place;
      return isLater;
    })()`;
    for (let i = 0; i < 100; i++) {
      await page.keyboard.press("Tab");
      assert.ok(await page.evaluate(isInOrder), `after ${i}: ${await focused(page)}`);
      if (await focused(page) === line) break;
    }
    assert.equal(await focused(page), line);
    const told = async () =>
      await page.$eval(`#${line}`, (one) => one.getAttribute("aria-valuetext"));
    assert.match(await told() ?? "", /^2026-07-19 to 2026-07-20 · 1 chunk · not compressed/);
    await page.keyboard.press("ArrowLeft");
    assert.match(await told() ?? "", /^2026-07-18 to 2026-07-19/);
    await page.keyboard.press("Home");
    assert.match(await told() ?? "", /^2026-01-01 to 2026-01-02/);
    assert.equal(
      await page.$eval(".tip strong", (tip) => tip.textContent),
      "2026-01-01 to 2026-01-02",
    );
    await page.keyboard.press("Escape");
    assert.equal(await page.$(".tip:not([hidden])"), null);
  });

  await t.step("a change is seen where it is, and the focus stays", async () => {
    await using watched = await watchedPage(browser, origin);
    const { page } = watched;
    await page.goto(`${origin}/`, { waitUntil: "load" });
    await page.waitForSelector("#feed[data-state=live]");
    await page.focus(`#${line}`);
    await page.keyboard.press("Home");
    await client.query("insert into readings_1 values ('2026-08-05Z')");
    await page.waitForSelector(`#${line}[aria-valuemax="201"]`);
    assert.equal(await focused(page), line);
    assert.equal(await page.$eval(`#${line}`, (one) => one.getAttribute("aria-valuenow")), "1");
    const box = await (await page.$(`#${line}`))?.boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + box.width - 3, box.y + 35);
    assert.equal(
      await page.$eval(".tip strong", (tip) => tip.textContent),
      "2026-08-05 to 2026-08-06",
    );
    assert.deepEqual(watched.complaints, []);
  });

  await t.step("without a script everything can be read", async () => {
    await using watched = await watchedPage(browser, origin);
    const { page } = watched;
    await page.setJavaScriptEnabled(false);
    await page.goto(`${origin}/`, { waitUntil: "load" });
    assert.equal((await page.$$(".line rect")).length > 1_900, true);
    assert.match(
      await page.$eval(`#${line}`, (one) => one.getAttribute("aria-label") ?? ""),
      /201 chunks/,
    );
    await page.goto(`${origin}/series?q=gdp`, { waitUntil: "load" });
    await page.click("tbody a");
    await page.waitForSelector("#values");
    assert.match(await page.$eval("#values", (one) => one.textContent ?? ""), /23,223\.906/);
    assert.deepEqual(watched.complaints, []);
  });
});
