import { createDatabase } from "../../../src/database/mod.ts";
import { insertRows } from "../../../src/ingest/mod.ts";
import { marketData } from "../../../src/schema/mod.ts";
import { Journal } from "../journal.ts";
import { barEntry, numberedBar } from "./kinds.ts";

// A writer that a test kills: it notes each batch in the journal before it is sent, and once it is
// committed.

const [url = "", path = "", count = "0"] = Deno.args;
const BATCH = 2_000;
const journal = Journal.open(path);
await using database = createDatabase({ url });
const rows = Number(count);
let sent = 0;

function* source() {
  for (let n = 0; n < rows; n++) {
    if (n === sent) {
      const batch = Array.from({ length: Math.min(BATCH, rows - n) }, (_, i) => numberedBar(n + i));
      journal.sent(batch.map(barEntry));
      sent += batch.length;
    }
    yield numberedBar(n);
  }
}

let told = 0;
await insertRows(database, marketData, source(), {
  batchRows: BATCH,
  commitEach: true,
  onProgress: ({ committed }) => {
    const batch = Array.from({ length: committed - told }, (_, i) => numberedBar(told + i));
    journal.acknowledged(batch.map(barEntry));
    told = committed;
    if (told <= BATCH) Deno.stdout.writeSync(new TextEncoder().encode("begun\n"));
  },
});
