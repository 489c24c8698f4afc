import assert from "node:assert/strict";
import { faultRooms } from "../../faults/scope.ts";

const rooms = Object.values(faultRooms);
const lines = rooms.flatMap((room) => room.lines);

Deno.test("each line of the table of faults has a name of its own", () => {
  const ids = lines.map(({ id }) => id);
  assert.deepEqual(ids.filter((id, index) => ids.indexOf(id) !== index), []);
});

Deno.test("each line is provoked by tests that exist, or says why it is not", async () => {
  for (const { id, tests, leftOut } of lines) {
    assert.ok(tests.length > 0 || leftOut !== undefined, `${id} has neither tests nor a reason`);
    for (const { file, test } of tests) {
      const text = await Deno.readTextFile(new URL(`../../${file}`, import.meta.url));
      // A name that is put together from parts stands in the file by its beginning.
      assert.ok(test === undefined || text.includes(test), `${id}: ${file} has no test "${test}"`);
    }
  }
});

Deno.test("each file of tests of the fault suite stands in the table", async () => {
  const named = new Set(lines.flatMap(({ tests }) => tests.map(({ file }) => file)));
  for (const { title } of rooms) assert.notEqual(title, "");
  const folder = new URL("../../faults/", import.meta.url);
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (!isDirectory) continue;
    for await (const { name: file } of Deno.readDir(new URL(`${name}/`, folder))) {
      if (file.endsWith("_test.ts")) assert.ok(named.has(`faults/${name}/${file}`), file);
    }
  }
});
