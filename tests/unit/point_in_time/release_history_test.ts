import assert from "node:assert/strict";
import { onlyNews } from "../../../src/point_in_time/release_history.ts";

const row = (day: number, released: number, value: number | null) => ({
  day,
  released,
  value,
  stored: released,
});

Deno.test("onlyNews numbers what each observation's releases said anew", () => {
  const news = onlyNews([
    row(1, 1, 10),
    row(1, 2, 10),
    row(1, 3, 11),
    row(2, 2, 11),
    row(2, 3, null),
  ]);
  assert.deepEqual(
    news.map(({ day, release, previous, value }) => [day, release, previous, value]),
    [[1, 1, null, 10], [1, 2, 10, 11], [2, 1, null, 11], [2, 2, 11, null]],
  );
});

Deno.test("onlyNews keeps a value that comes back", () => {
  const news = onlyNews([row(1, 1, 10), row(1, 2, null), row(1, 3, 10), row(1, 4, 10)]);
  assert.deepEqual(news.map(({ value }) => value), [10, null, 10]);
});
