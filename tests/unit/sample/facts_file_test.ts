import assert from "node:assert/strict";
import { figure, parseFacts } from "../../../src/sample/facts_file.ts";

const options = { file: "f.csv", columns: ["date", "value"] };

Deno.test("parseFacts reads rows below comments and a header", () => {
  const rows = parseFacts("# from somewhere\ndate,value\r\n2024-01-01,1\n\n2024-01-02,\n", options);
  assert.deepEqual(rows, [
    { line: 3, cells: { date: "2024-01-01", value: "1" } },
    { line: 5, cells: { date: "2024-01-02", value: "" } },
  ]);
});

Deno.test("parseFacts refuses a header without a wanted column", () => {
  for (const text of ["", "# only\n", "date\n2024-01-01\n"]) {
    assert.throws(() => parseFacts(text, options), {
      name: "ConfigError",
      message: /"f.csv": its header lacks (date, )?value/,
    });
  }
});

Deno.test("parseFacts refuses a row of another length by its line", () => {
  assert.throws(() => parseFacts("# c\ndate,value\n2024-01-01,1,2\n", options), {
    name: "ConfigError",
    message: /"f.csv" line 3: it has 3 cells, the header 2/,
  });
});

Deno.test("figure reads a number, and none where there is none", () => {
  const read = (value: string) =>
    figure({ line: 9, cells: { value } }, { file: "f.csv", column: "value" });
  assert.deepEqual(["-1.50", "0", ".", ""].map(read), [-1.5, 0, null, null]);
  for (const text of ["1,5", "NaN", "1e3", "Infinity", " 1"]) {
    assert.throws(() => read(text), { name: "ConfigError", message: /line 9: value is "/ });
  }
});
