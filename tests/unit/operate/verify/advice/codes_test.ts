import assert from "node:assert/strict";
import { FINDING_CODES } from "../../../../../src/operate/verify/mod.ts";

Deno.test("every code is in kebab-case and documented in one sentence", () => {
  for (const [code, { doc }] of Object.entries(FINDING_CODES)) {
    assert.match(code, /^[a-z]+(-[a-z0-9]+)+$/);
    assert.match(doc, /^[A-Z`][^\n]{10,}\.$/, code);
  }
});

Deno.test("every code is provoked in a test", async () => {
  const root = new URL("../../../../", import.meta.url);
  const texts: string[] = [];
  for (const folder of ["integration/", "unit/operate/verify/advice/"]) {
    for await (const { name } of Deno.readDir(new URL(folder, root))) {
      if (!name.endsWith("_test.ts") || name === "codes_test.ts") continue;
      texts.push(await Deno.readTextFile(new URL(folder + name, root)));
    }
  }
  const silent = Object.keys(FINDING_CODES).filter((code) =>
    !texts.some((text) => text.includes(`"${code}"`))
  );
  assert.deepEqual(silent, []);
});
