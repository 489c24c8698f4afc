import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { Output } from "../../../src/cli/_output.ts";
import { startProgress } from "../../../src/cli/_progress.ts";

function fakeOutput(): { output: Output; notes: string[]; lines: (string | undefined)[] } {
  const notes: string[] = [];
  const lines: (string | undefined)[] = [];
  const nothing = (): void => {};
  const output: Output = {
    print: nothing,
    complain: nothing,
    document: nothing,
    style: (_kind, text) => text,
    note: (line) => void notes.push(line),
    status: (line) => void lines.push(line),
  };
  return { output, notes, lines };
}

Deno.test("startProgress shows nothing of what lasts less than a second", async () => {
  const { output, notes, lines } = fakeOutput();
  {
    using progress = startProgress(output, "loading", { animate: true });
    progress.update("half");
    await sleep(50);
  }
  assert.deepEqual([notes, lines], [[], [undefined]]);
});

Deno.test("startProgress moves one line on a terminal and takes it away", async () => {
  const { output, notes, lines } = fakeOutput();
  {
    await using progress = startProgress(output, "loading", { animate: true, columns: 20 });
    progress.update("a text longer than the terminal is wide");
    await sleep(1_350);
  }
  assert.deepEqual(notes, []);
  assert.ok(lines.length >= 3, `${lines.length}`);
  assert.match(lines[0] ?? "", /^\S loading: a text l$/);
  assert.equal(lines.at(-1), undefined);
});

Deno.test("startProgress writes a plain line elsewhere", async () => {
  const { output, notes, lines } = fakeOutput();
  {
    using _progress = startProgress(output, "loading", { animate: false });
    await sleep(1_200);
  }
  assert.deepEqual(notes, ["loading (1 s)"]);
  assert.deepEqual(lines, []);
});
