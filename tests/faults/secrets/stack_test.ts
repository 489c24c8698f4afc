import assert from "node:assert/strict";
import { freePorts } from "../../integration/stack_support.ts";
import { hasRedisServer, runTask } from "../../support/mod.ts";
import { effort } from "../effort.ts";
import { recordFigures } from "../figures.ts";
import { canaries, canaryEnvironment, findCanary } from "./canaries.ts";
import { readFolder, watchProcesses } from "./left_behind.ts";

/** The files that hold a password, since a server reads it there. */
const HOLDERS = /\/redis\.conf$/;

const { secret = "" } = canaries[0] ?? {};

const isMissing = !hasRedisServer;

/** What is run with a stack whose passwords are canaries; the long form loads figures too. */
const tasks = effort({
  short: ["up"],
  long: ["start", "ps", "logs", "verify", "doctor"],
});

Deno.test({
  name: `a stack shows no password, and no other may read its files${
    isMissing ? " (needs a Redis server)" : ""
  }`,
  ignore: isMissing,
  async fn() {
    const cwd = await Deno.makeTempDir({ prefix: "strata secrets " });
    const ports = freePorts();
    const env = {
      ...canaryEnvironment,
      ...ports,
      DATABASE_URL: "",
      MIGRATION_DATABASE_URL: "",
      DATABASE_REPLICA_URLS: "",
      POSTGRES_PASSWORD: secret,
      LOG_LEVEL: "debug",
    };
    const run = (task: string, ...args: string[]) => runTask(task, args, { url: "", cwd, env });
    const processes = watchProcesses();
    try {
      for (const task of tasks) {
        const { code, stdout, stderr } = await run(task, ...argumentsOf(task));
        const output = stdout + stderr;
        assert.equal(findCanary(output), undefined, task);
        assert.ok([0, 1].includes(code), `${task}: ${code} ${output}`);
        if (task === "up") assert.equal(code, 0, output);
        // Where a service listens is no secret.
        if (task !== "logs") assert.match(output, new RegExp(`\\b${ports["POSTGRES_PORT"]}\\b`));
      }
      const files = await readFolder(cwd);
      assert.deepEqual(files.filter(({ isOpen }) => isOpen).map(({ path }) => path), []);
      const holders = files.filter(({ text }) => findCanary(text) !== undefined);
      assert.deepEqual(holders.map(({ path }) => path).filter((path) => !HOLDERS.test(path)), []);
    } finally {
      const down = await run("down", "--volumes", "--yes");
      const lines = await processes.end();
      await Deno.remove(cwd, { recursive: true });
      assert.equal(findCanary(down.stdout + down.stderr), undefined);
      assert.deepEqual(lines.filter((line) => findCanary(line) !== undefined), []);
    }
    await recordFigures("secret-stack", { cases: tasks.length + 1 });
  },
});

function argumentsOf(task: string): readonly string[] {
  if (task === "up" || task === "start") return ["--backend=embedded", "--timeout=120", "-v"];
  return ["-v"];
}
