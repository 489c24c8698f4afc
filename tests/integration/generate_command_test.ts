import assert from "node:assert/strict";

const script = new URL("../fixtures/new_task.ts", import.meta.url).pathname;

Deno.test("migrate new lists every module that it writes, and what it cannot write", async (t) => {
  const folder = await Deno.makeTempDir({ prefix: "strata_new_" });
  const run = async (state: string, ...args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-prompt", "-A", "--no-check", script, "new", ...args],
      env: { STRATA_TEST_FOLDER: folder, STRATA_TEST_STATE: state, NO_COLOR: "1" },
      stdin: "null",
    }).output();
    const decoder = new TextDecoder();
    assert.equal(code, 0, decoder.decode(stderr));
    return decoder.decode(stdout);
  };
  try {
    await Deno.writeTextFile(`${folder}/mod.ts`, "export const migrations = [];\n");
    await t.step("one module for what fits into one transaction", async () => {
      assert.match(await run("first", "begin"), /^Wrote migrations\/0001_begin\.ts and listed it/);
    });
    await t.step("three modules for what does not", async () => {
      const document: { readonly ids: readonly string[] } = JSON.parse(
        await run("second", "more", "moods", "--json"),
      );
      assert.deepEqual(document.ids, [
        "0002_more_moods_values",
        "0003_more_moods",
        "0004_more_moods_stepwise",
      ]);
      const manifest = await Deno.readTextFile(`${folder}/mod.ts`);
      assert.match(manifest, /begin,\s+moreMoodsValues,\s+moreMoods,\s+moreMoodsStepwise/);
    });
    await t.step("an empty module that lists what it cannot write", async () => {
      const path = `${folder}/0001_begin.ts`;
      const source = await Deno.readTextFile(path);
      const view = '  up(m) {\n    m.sql("create view calm as select 1 as one");\n';
      await Deno.writeTextFile(path, source.replace("  up(m) {\n", view));
      const printed = await run("second", "nothing");
      assert.match(printed, /It is empty/);
      assert.match(
        printed,
        /The definitions do not mention these, which stay as they are: view calm/,
      );
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
