import { createDatabase } from "../../../src/database/mod.ts";
import { appendVintages, insertRows } from "../../../src/ingest/mod.ts";
import { asOf } from "../../../src/point_in_time/mod.ts";
import { marketData } from "../../../src/schema/mod.ts";
import { numberedBar } from "./kinds.ts";

// Run with TZ set, as a client in another time zone: writes rows around the changes of clocks, says
// how many were new, and waits for the end of its input. Then it writes them again, and prints how
// many were new and what it reads, as JSON.

const [url = ""] = Deno.args;
await using database = createDatabase({ url });
const releases = ["2024-03-10", "2024-03-31", "2024-10-27", "2024-11-03", "2024-12-31"];

async function write(): Promise<number> {
  const numbers = Array.from({ length: 200 }, (_, n) => n * 25);
  let { inserted } = await insertRows(database, marketData, numbers.map(numberedBar));
  for (const [value, date] of releases.entries()) {
    for (const [index, timeZone] of ["America/New_York", "Asia/Tokyo"].entries()) {
      const row = { seriesId: index + 1, observationDate: "2024-01-01", value };
      const options = { releaseTime: { date, time: "08:30", timeZone } };
      inserted += (await appendVintages(database, [row], options)).inserted;
    }
  }
  return inserted;
}

async function print(value: unknown): Promise<void> {
  const text = new Blob([`${JSON.stringify(value)}\n`]);
  await text.stream().pipeTo(Deno.stdout.writable, { preventClose: true });
}

await print(await write());
await Array.fromAsync(Deno.stdin.readable);
const inserted = await write();
const reads = [];
for (const date of releases) {
  for (const hour of ["00:00", "08:29", "08:30", "23:59"]) {
    const at = { date, time: hour, timeZone: "America/New_York" };
    for (const series of [1, 2]) reads.push(await asOf(database, { series, at }));
  }
}
const stored = await database.db.select().from(marketData)
  .orderBy(marketData.instrumentId, marketData.timestamp);
await print({ inserted, read: { reads, stored } });
