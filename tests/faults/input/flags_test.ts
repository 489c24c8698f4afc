import assert from "node:assert/strict";
import config from "../../../deno.json" with { type: "json" };
import { runTask } from "../../support/mod.ts";
import { recordFigures } from "../figures.ts";
import { flagCases, unknown } from "./flag_cases.ts";

Deno.test("every task tells all that is wrong with its flags, and exits with 2", async () => {
  const known = new Set(flagCases.map(({ task }) => task));
  const others = Object.keys(config.tasks).filter((task) => !known.has(task))
    .map((task) => ({ task, args: ["--bogus"], problems: [unknown] }));
  const cases = [...flagCases, ...others];
  for (const { task, args, problems } of cases) {
    const { code, stdout, stderr } = await runTask(task, args, {
      url: "postgres://nobody@[::1]:1/x",
    });
    const what = `${task} ${args.join(" ")}: ${stdout}${stderr}`;
    assert.equal(code, 2, what);
    // With --json, the message is in the document.
    const message = args.includes("--json")
      ? JSON.parse(stdout).error.message
      : stderr.replace(/^error: /, "");
    const lines = message.trimEnd().split("\n");
    assert.match(lines.pop() ?? "", new RegExp(`^deno task ${task} --help shows what there is$`));
    assert.equal(lines.length, problems.length, what);
    for (const [place, line] of lines.entries()) assert.match(line, problems[place] ?? /^$/, what);
  }
  await recordFigures("bad-flags", { inputs: cases.length });
});
