import assert from "node:assert/strict";
import { compose, fixed, nothing, render } from "../../../src/point_in_time/statement.ts";

Deno.test("compose makes parameters of values and sets fragments in", () => {
  const inner = compose`and kind = ${"exports"}`;
  const { text, values } = render(
    compose`select ${fixed("a, b")} from t where id = ${1} ${inner} ${nothing}and x = any(${[
      1,
      2,
    ]})`,
  );
  assert.equal(text, "select a, b from t where id = $1 and kind = $2 and x = any($3)");
  assert.deepEqual(values, [1, "exports", [1, 2]]);
});

Deno.test("compose takes nothing for a fragment but its own: what looks like one is a value", () => {
  const forged = { texts: ["'' or true --"], values: [] };
  const { text, values } = render(compose`select * from t where name = ${forged}`);
  assert.equal(text, "select * from t where name = $1");
  assert.deepEqual(values, [forged]);
});

Deno.test("render names a statement by its text, whatever its values", () => {
  const one = render(compose`select ${1}`);
  assert.equal(one.name, render(compose`select ${2}`).name);
  assert.notEqual(one.name, render(compose`select ${1}, 1`).name);
  assert.match(one.name, /^strata_[0-9a-f]{16}$/);
});
