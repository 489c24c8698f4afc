import assert from "node:assert/strict";
import fc from "fast-check";
import { renderExposition } from "../../../../src/operate/metrics/mod.ts";
import { parseExposition } from "../../../support/parse_exposition.ts";

Deno.test("renderExposition writes HELP, TYPE and a line for each value", () => {
  const text = renderExposition([
    {
      name: "strata_things_total",
      help: 'Things\nwith a \\ and "quotes".',
      type: "counter",
      samples: [{ labels: { name: 'a "b"\\\nc', left: undefined, id: 7 }, value: 3 }],
    },
    { name: "strata_none", help: "Nothing.", type: "gauge", samples: [] },
    {
      name: "strata_ends",
      help: "Ends.",
      type: "gauge",
      samples: [{ value: 1e21 }, { labels: { end: "+" }, value: Infinity }, {
        labels: { end: "-" },
        value: -Infinity,
      }, { labels: { end: "?" }, value: NaN }],
    },
  ]);
  assert.equal(
    text,
    [
      '# HELP strata_things_total Things\\nwith a \\\\ and "quotes".',
      "# TYPE strata_things_total counter",
      'strata_things_total{name="a \\"b\\"\\\\\\nc",id="7"} 3',
      "# HELP strata_ends Ends.",
      "# TYPE strata_ends gauge",
      "strata_ends 1e+21",
      'strata_ends{end="+"} +Inf',
      'strata_ends{end="-"} -Inf',
      'strata_ends{end="?"} NaN',
      "",
    ].join("\n"),
  );
});

const anyText = fc.string({
  unit: fc.constantFrom(
    "a",
    "\\",
    '"',
    "\n",
    "\r",
    ",",
    "{",
    "}",
    "=",
    " ",
    "#",
    "é",
    "\u2028",
    "\ud83d",
  ),
});

Deno.test("renderExposition writes what a strict parser reads back, whatever the text", () => {
  fc.assert(
    fc.property(
      anyText,
      anyText,
      fc.double(),
      (help, label, value) => {
        const samples = [{ labels: { label }, value }];
        const text = renderExposition([{ name: "strata_a", help, type: "gauge", samples }]);
        const family = parseExposition(text).get("strata_a");
        assert.equal(family?.help, help.toWellFormed());
        assert.deepEqual(family?.samples[0]?.labels, { label: label.toWellFormed() });
        // Infinite values and -0 included.
        assert.ok(family?.samples[0]?.value === value || Number.isNaN(value));
      },
    ),
  );
});
