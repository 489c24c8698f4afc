import assert from "node:assert/strict";
import { migratedTest } from "../../integration/schema_support.ts";
import { seeded } from "../../integration/ingest_support.ts";
import { effort } from "../effort.ts";
import { recordFigures } from "../figures.ts";

const program = new URL("memory_program.ts", import.meta.url).pathname;
const rows = effort({ short: 60_000, long: 10_000_000 });

// What the collector leaves for later comes on top of what is held: V8 lets the heap of a short
// program grow by tens of megabytes. A writer that kept its rows would hold 100 bytes of each, a
// gigabyte in the long form.
const SLACK_MB = effort({ short: 100, long: 150 });

migratedTest(
  "timescaledb",
  "a writer's memory is flat from a tenth of the rows to the last",
  seeded(async ({ url }) => {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", program, url, String(rows)],
    }).output();
    assert.equal(code, 0, new TextDecoder().decode(stderr));
    const { early, most, inserted } = JSON.parse(new TextDecoder().decode(stdout));
    assert.equal(inserted, rows);
    const megabytes = (bytes: number) => Math.round(bytes / 1_000_000);
    const note = `${megabytes(early)} MB at a tenth, ${megabytes(most)} MB at most`;
    assert.ok(most - early < SLACK_MB * 1_000_000, `${note} of ${rows} rows`);
    await recordFigures("flat-memory", { writes: rows, lost: 0, note });
  }),
);
