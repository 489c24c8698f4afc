import assert from "node:assert/strict";
import { serverTest } from "../support/mod.ts";
import { filesOf, migrateDatabase, runExport, withFolder } from "./export_support.ts";

/** Mounts a disk of one megabyte; false where this user may not. */
async function mountSmallDisk(folder: string): Promise<boolean> {
  try {
    const args = ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder];
    return (await new Deno.Command("mount", { args, stderr: "null" }).output()).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

const canMount = await withFolder(async (folder) => {
  const isMounted = await mountSmallDisk(folder);
  if (isMounted) await new Deno.Command("umount", { args: [folder] }).output();
  return isMounted;
});

const name = "a disk that fills while exporting is named, and nothing is left on it";
if (!canMount) {
  Deno.test({ name: `${name} (needs the right to mount a tmpfs)`, ignore: true, fn: () => {} });
} else {
  serverTest("timescaledb", name, async (_t, t) => {
    await migrateDatabase(t.url);
    await t.client.query("create table public.many (id int primary key, word text)");
    await t.client.query(
      "insert into public.many select g, md5(g::text) from generate_series(1, 100000) g",
    );
    await withFolder(async (folder) => {
      assert.ok(await mountSmallDisk(folder));
      try {
        for (const format of ["csv", "parquet"]) {
          const place = `--to=${folder}/many.${format}`;
          const { code, stderr } = await runExport(["table", "many", place], t);
          assert.equal(code, 1);
          assert.match(stderr, /the disk is full, make room and export again/);
          assert.deepEqual(filesOf(folder), []);
        }
      } finally {
        await new Deno.Command("umount", { args: [folder] }).output();
      }
    });
  });
}
