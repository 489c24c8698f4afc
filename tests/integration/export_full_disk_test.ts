import assert from "node:assert/strict";
import { recordFigures } from "../faults/figures.ts";
import { serverTest } from "../support/mod.ts";
import { withSmallDisk } from "../support/small_disk.ts";
import { filesOf, migrateDatabase, runExport } from "./export_support.ts";

const name = "a disk that fills while exporting is named, and nothing is left on it";
if (!await withSmallDisk()) {
  Deno.test({ name: `${name} (needs the right to mount a tmpfs)`, ignore: true, fn: () => {} });
} else {
  serverTest("timescaledb", name, async (_t, t) => {
    await migrateDatabase(t.url);
    await t.client.query("create table public.many (id int primary key, word text)");
    await t.client.query(
      "insert into public.many select g, md5(g::text) from generate_series(1, 100000) g",
    );
    await withSmallDisk(async (folder) => {
      for (const format of ["csv", "parquet"]) {
        const place = `--to=${folder}/many.${format}`;
        const { code, stderr } = await runExport(["table", "many", place], t);
        assert.equal(code, 1);
        assert.match(stderr, /the disk is full, make room and export again/);
        assert.deepEqual(filesOf(folder), []);
        await recordFigures("export-disk-full", { faults: 1, lost: 0 });
      }
    });
  });
}
