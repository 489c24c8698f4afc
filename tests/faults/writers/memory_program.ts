import { createDatabase } from "../../../src/database/mod.ts";
import { insertRows } from "../../../src/ingest/mod.ts";
import { marketData } from "../../../src/schema/mod.ts";
import { numberedBar } from "./kinds.ts";

// A writer whose memory a test measures: it prints its resident memory in bytes at a tenth of the
// rows and at most, as JSON.

const [url = "", count = "0"] = Deno.args;
const rows = Number(count);
await using database = createDatabase({ url });

function* source() {
  for (let n = 0; n < rows; n++) yield numberedBar(n);
}

let early = 0;
let most = 0;
const { inserted } = await insertRows(database, marketData, source(), {
  batchRows: 5_000,
  commitEach: true,
  onProgress: ({ committed }) => {
    const { rss } = Deno.memoryUsage();
    if (early === 0 && committed >= rows / 10) early = rss;
    most = Math.max(most, rss);
  },
});
Deno.stdout.writeSync(new TextEncoder().encode(JSON.stringify({ early, most, inserted })));
