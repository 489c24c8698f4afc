import assert from "node:assert/strict";
import { quoteIdentifier, quoteLiteral } from "../../src/base/sql/mod.ts";
import { serverTest } from "../support/mod.ts";

const awkward = [
  "it's",
  'say "x"',
  "back\\slash",
  "\\'; select 1; --",
  "MixedCase",
  "é\n",
  "$1 %s ?",
];

serverTest(
  "timescaledb",
  "quoteLiteral and quoteIdentifier give the server back what they got",
  async (_t, { client }) => {
    for (const setting of ["on", "off"]) {
      await client.query(`set standard_conforming_strings = ${setting}`);
      for (const text of awkward) {
        const { rows } = await client.query(
          `select ${quoteLiteral(text)} as ${quoteIdentifier(text)}`,
        );
        assert.deepEqual(rows, [{ [text]: text }]);
      }
    }
  },
);
