import assert from "node:assert/strict";
import { withSmallDisk } from "../support/small_disk.ts";
import { backupTest, fillDatabase } from "./backup_support.ts";
import { runTask } from "../support/mod.ts";
import { filesOf } from "./export_support.ts";

const name = "a disk that fills while backing up is named, and nothing is left on it";
if (!await withSmallDisk()) {
  Deno.test({ name: `${name} (needs the right to mount a tmpfs)`, ignore: true, fn: () => {} });
} else {
  await backupTest("timescaledb", name, async ({ client, url }) => {
    await fillDatabase(client);
    await client.query(
      "create table mine.many as select n, md5(n::text) w from generate_series(1, 200000) n",
    );
    await withSmallDisk(async (folder) => {
      const { code, stderr } = await runTask("backup", [`--to=${folder}`], { url });
      assert.equal(code, 1);
      assert.match(stderr, /Cannot write ".*": the disk is full, make room and back up again/);
      assert.deepEqual(filesOf(folder), [".lock"]);
    });
  });
}
