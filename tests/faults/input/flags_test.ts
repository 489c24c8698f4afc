import assert from "node:assert/strict";
import config from "../../../deno.json" with { type: "json" };
import { runTask } from "../../support/mod.ts";
import { isLong } from "../effort.ts";
import { fewAtOnce } from "../few_at_once.ts";
import { recordFigures } from "../figures.ts";
import { type FlagCase, flagCases, unknown } from "./flag_cases.ts";
import { runTasksInOne, type TaskEnd } from "./tasks_program.ts";

const commands: Readonly<Record<string, { readonly command: string }>> = config.tasks;
const known = new Set(flagCases.map(({ task }) => task));
const others = Object.keys(commands).filter((task) => !known.has(task))
  .map((task) => ({ task, args: ["--bogus"], problems: [unknown] }));
const cases: readonly FlagCase[] = [...flagCases, ...others];

function assertRefused({ task, args, problems }: FlagCase, end: TaskEnd | undefined): void {
  const { code, stdout = "", stderr = "" } = end ?? {};
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

Deno.test("every task tells all that is wrong with its flags, and exits with 2", async () => {
  if (isLong) {
    // Each with the permissions of deno.json alone.
    await fewAtOnce(cases, async (one) => {
      const url = "postgres://nobody@[::1]:1/x";
      assertRefused(one, await runTask(one.task, one.args, { url }));
    });
  } else {
    const ends = await runTasksInOne(cases.map(({ task, args }) => {
      const file = commands[task]?.command.split(" ").at(-1) ?? "";
      return { module: new URL(`../../../${file}`, import.meta.url).href, args };
    }));
    cases.forEach((one, place) => assertRefused(one, ends[place]));
  }
  await recordFigures("bad-flags", { inputs: cases.length });
});
