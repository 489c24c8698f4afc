import assert from "node:assert/strict";
import { editDistance, nearest } from "../../../src/base/nearest.ts";

const distances: readonly [a: string, b: string, distance: number][] = [
  ["", "", 0],
  ["", "abc", 3],
  ["abc", "abc", 0],
  ["kitten", "sitting", 3],
  ["jsno", "json", 1],
  ["dwon", "down", 1],
  ["ca", "abc", 3],
];

for (const [a, b, distance] of distances) {
  Deno.test(`editDistance between "${a}" and "${b}" is ${distance}`, () => {
    assert.equal(editDistance(a, b), distance);
    assert.equal(editDistance(b, a), distance);
  });
}

const words: readonly [word: string, near: string | undefined][] = [
  ["stauts", "status"],
  ["STATUS", "status"],
  ["plna", "plan"],
  ["base", "baseline"],
  ["downn", "down"],
  ["x", undefined],
  ["xyzzy", undefined],
];

for (const [word, near] of words) {
  Deno.test(`nearest takes "${word}" for ${near}`, () => {
    assert.equal(nearest(word, ["up", "down", "status", "plan", "baseline"]), near);
  });
}
