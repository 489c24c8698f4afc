/**
 * Archives or restores, and kills itself before one of the moments at which something lasting may
 * happen: a statement, or a change of a file. Without a moment it tells how many there were.
 *
 * Arguments: the database's URL, the folder, `archive` or `restore`, and the moment.
 */
import pg from "pg";
import { loadSettings } from "../../../src/base/settings/mod.ts";
import { createDatabase } from "../../../src/database/mod.ts";
import { archiveChunks, restoreRanges } from "../../../src/beyond/archive/mod.ts";
import { ohlcvHypertable } from "../../../src/schema/mod.ts";

const [url = "", to = "", what = "", moment = "0"] = Deno.args;
let passed = 0;

function pass(): void {
  if (++passed === Number(moment)) Deno.kill(Deno.pid, "SIGKILL");
}

for (const name of ["open", "rename", "link", "remove", "mkdir"] as const) {
  // as: what it is given goes on as it came.
  const own = Deno[name] as (...given: unknown[]) => Promise<unknown>;
  const counted = (...given: unknown[]) => {
    pass();
    return own(...given);
  };
  Object.defineProperty(Deno, name, { value: counted });
}
const { query } = pg.Client.prototype;
Object.defineProperty(pg.Client.prototype, "query", {
  value(...given: unknown[]) {
    pass();
    return Reflect.apply(query, this, given);
  },
});

const { minio } = loadSettings({ env: {}, envFile: false });
await using database = createDatabase({ url });
if (what === "archive") {
  const olderThan = new Date("2024-02-01T00:00:00Z");
  await archiveChunks(database, ohlcvHypertable, { olderThan, to, minio });
} else {
  const year = { from: new Date("2024-01-01T00:00:00Z"), to: new Date("2025-01-01T00:00:00Z") };
  await restoreRanges(database, ohlcvHypertable, { ...year, minio });
}
await Deno.stdout.write(new TextEncoder().encode(String(passed)));
