import { createDatabase } from "../../src/database/mod.ts";
import { insertRows } from "../../src/ingest/mod.ts";
import { marketData } from "../../src/schema/mod.ts";
import { bars } from "./ingest_support.ts";

// A writer that a test kills: it prints how many rows are committed, one number per line.

const [url = "", instruments = "0", mode = ""] = Deno.args;
await using database = createDatabase({ url });
const encoder = new TextEncoder();
const result = await insertRows(database, marketData, bars(Number(instruments), 200), {
  batchRows: 500,
  commitEach: mode === "each",
  onProgress: ({ committed }) => {
    Deno.stdout.writeSync(encoder.encode(`${committed}\n`));
  },
});
Deno.stdout.writeSync(encoder.encode(`done ${result.inserted}\n`));
