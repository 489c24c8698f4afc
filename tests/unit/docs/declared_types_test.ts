import assert from "node:assert/strict";
import { join } from "node:path";
import { getTableName } from "drizzle-orm";
import { tables } from "../../../src/schema/mod.ts";
import { root } from "./deno_doc.ts";

// The type-level cases next to the schema's tests cover what the annotation and `satisfies` refuse;
// this checks that every table has both.

const folder = join(root, "src", "schema");
const sources = await Promise.all(
  (await Array.fromAsync(Deno.readDir(folder)))
    .filter(({ name }) => name.endsWith(".ts"))
    .map(({ name }) => Deno.readTextFile(join(folder, name))),
);

for (const name of tables.map(getTableName)) {
  Deno.test(`the definition of ${name} is held to its declared columns both ways`, () => {
    const annotations = sources.flatMap((source) => {
      const found = new RegExp(`: Table<"${name}", (\\w+)> =\\s*pgTable\\(\\s*"${name}",`).exec(
        source,
      );
      return found === null ? [] : [{ source, columns: found[1] }];
    });
    const [annotation] = annotations;
    assert.ok(annotation !== undefined && annotations.length === 1, "it is not annotated");
    const { source, columns } = annotation;
    assert.ok(source.includes(`} satisfies ${columns},`), "an extra column would pass");
  });
}
