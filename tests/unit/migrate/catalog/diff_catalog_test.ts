import assert from "node:assert/strict";
import { diffCatalog } from "../../../../src/migrate/catalog/diff_catalog.ts";
import type { CatalogModel } from "../../../../src/migrate/catalog/catalog_model.ts";
import { catalog, column, emptyCatalog, table } from "./_models.ts";

function shown(expected: CatalogModel, actual: CatalogModel): readonly string[] {
  return diffCatalog(expected, actual)
    .map((found) => `${found.object} ${found.property}: ${found.expected} / ${found.actual}`);
}

const things = table("things", { columns: [column("name", { nullable: false })] });

Deno.test("diffCatalog names every property of a column that differs", () => {
  const other = column("name", {
    type: "integer",
    default: "1",
    identity: "always",
    generated: "2 * id",
    comment: "A name",
  });
  assert.deepEqual(shown(catalog(things), catalog({ ...things, columns: [other] })), [
    "things.name type: text / integer",
    "things.name nullability: not null / null",
    "things.name default: null / 1",
    "things.name identity: null / always",
    "things.name generated: null / 2 * id",
    "things.name comment: null / A name",
  ]);
});

Deno.test("diffCatalog names only a missing table, not its parts", () => {
  assert.deepEqual(shown(catalog(things), emptyCatalog), ["things table: (name text) / null"]);
});

Deno.test("diffCatalog names the schema if it is not public", () => {
  const coins = table("coins", { schema: "crypto" });
  assert.deepEqual(shown(emptyCatalog, catalog(coins)), [
    "crypto.coins table: null / (id integer)",
  ]);
});

Deno.test("diffCatalog finds invalid indexes and disabled triggers", () => {
  const index = { name: "ix_a", definition: "CREATE INDEX ix_a ON things (name)", valid: true };
  const trigger = { name: "tg_a", definition: "CREATE TRIGGER tg_a", enabled: true };
  const whole = { ...things, indexes: [index], triggers: [trigger] };
  const broken = {
    ...things,
    indexes: [{ ...index, valid: false }],
    triggers: [{ ...trigger, enabled: false }],
  };
  assert.deepEqual(shown(catalog(whole), catalog(broken)), [
    "things.ix_a index: CREATE INDEX ix_a ON things (name) / CREATE INDEX ix_a ON things (name) (invalid: its build failed)",
    "things.tg_a trigger: CREATE TRIGGER tg_a / CREATE TRIGGER tg_a (disabled)",
  ]);
});

Deno.test("diffCatalog ignores line breaks in a function", () => {
  const made = (body: string): CatalogModel => ({
    ...emptyCatalog,
    functions: [{
      schema: "public",
      name: "f",
      arguments: "",
      definition: `AS $function$${body}$function$`,
      comment: null,
    }],
  });
  assert.deepEqual(shown(made("\nbegin\n  return 1;\nend\n"), made("begin return 1; end")), []);
  assert.equal(shown(made("begin return 1; end"), made("begin return 2; end")).length, 1);
});

Deno.test("diffCatalog distinguishes functions of one name by their arguments", () => {
  const f = { schema: "public", name: "f", arguments: "integer", definition: "a", comment: "A" };
  const both = { ...emptyCatalog, functions: [f, { ...f, arguments: "text" }] };
  assert.deepEqual(shown(both, { ...emptyCatalog, functions: [f] }), [
    "f(text) function: a / null",
  ]);
  const bare = { ...emptyCatalog, functions: [{ ...f, comment: null }] };
  assert.deepEqual(shown({ ...emptyCatalog, functions: [f] }, bare), [
    "f(integer) comment: A / null",
  ]);
});
