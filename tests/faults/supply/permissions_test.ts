import assert from "node:assert/strict";
import config from "../../../deno.json" with { type: "json" };
import { taskPermissions } from "./task_permissions.ts";

const tasks = Object.entries<{ readonly command: string }>(config.tasks);

/** The permissions of a command line, and its other flags. */
function flagsOf(command: string) {
  const flags = command.split(" ").filter((word) => word.startsWith("--"));
  const permissions = flags.filter((flag) => /^--(allow|deny|ignore)/.test(flag));
  return { permissions, others: flags.filter((flag) => !permissions.includes(flag)) };
}

Deno.test("each task has the permissions of the table, for which it gives a reason", () => {
  assert.deepEqual(Object.keys(taskPermissions).sort(), tasks.map(([name]) => name).sort());
  for (const [name, { command }] of tasks) {
    const reasons = taskPermissions[name] ?? {};
    assert.deepEqual(flagsOf(command).permissions.toSorted(), Object.keys(reasons).sort(), name);
    for (const [flag, why] of Object.entries(reasons)) {
      assert.ok(why.length > 10, `${name} ${flag}`);
    }
  }
});

Deno.test("no task asks at a terminal for more, and none has every permission", () => {
  for (const [name, { command }] of tasks) {
    const { others } = flagsOf(command);
    assert.ok(others.includes("--no-prompt"), name);
    assert.ok(!others.includes("--allow-all"), name);
    const odd = others.filter((flag) =>
      !/^--(no-prompt|unstable-no-legacy-abort|v8-flags=\S+)$/.test(flag)
    );
    assert.deepEqual(odd, [], name);
    assert.match(command, /^deno run (--\S+ )+tasks\/[a-z_]+\.ts$/, name);
  }
});

Deno.test("of what the machine is, a task learns named things only; native code it never loads", () => {
  for (const [name, { command }] of tasks) {
    const { permissions } = flagsOf(command);
    assert.ok(permissions.every((flag) => flag !== "--allow-sys"), name);
    assert.ok(permissions.every((flag) => !/^--allow-(ffi|import|hrtime|all)/.test(flag)), name);
  }
});
