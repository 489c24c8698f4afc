import assert from "node:assert/strict";
import { judgeDisorder } from "../../../../../src/operate/verify/advice/timescaledb/judge_disorder.ts";

const chunk = (table: string, chunk: string) => ({
  table: { schema: "public", name: table },
  chunk,
  segmentby: ["series"],
  orderby: ["day", "release"],
  descending: [true, true],
});

Deno.test("judgeDisorder names the chunks of each table with what mends them", () => {
  const found = judgeDisorder(
    [chunk("prices", "c.one"), chunk("rates", `c."it's"`), chunk("prices", "c.two")],
    { schema: "extensions" },
  );
  assert.deepEqual(found.map(({ code, object, remedy }) => [code, object, remedy]), [
    [
      "rows-out-of-order",
      "prices",
      "select extensions.decompress_chunk('c.one'); select extensions.compress_chunk('c.one'); " +
      "select extensions.decompress_chunk('c.two'); select extensions.compress_chunk('c.two');",
    ],
    [
      "rows-out-of-order",
      "rates",
      `select extensions.decompress_chunk('c."it''s"'); ` +
      `select extensions.compress_chunk('c."it''s"');`,
    ],
  ]);
  assert.match(found[0]?.sentence ?? "", /^2 chunks of prices were compressed again/);
  assert.match(found[1]?.sentence ?? "", /^1 chunk of rates was compressed again/);
});
