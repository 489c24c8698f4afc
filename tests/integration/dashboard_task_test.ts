import assert from "node:assert/strict";
import { migrations } from "../../migrations/mod.ts";
import { serverTest } from "../support/mod.ts";
import { until } from "./serve_support.ts";

/** The command of `deno task dashboard`, with its permissions. */
const command: string = JSON.parse(await Deno.readTextFile("deno.json")).tasks.dashboard.command;

serverTest(
  "timescaledb",
  "the task serves a database that is empty, shows no secret, and ends",
  async (_t, db) => {
    const [program = "", ...args] = command.split(" ");
    await using child = new Deno.Command(program === "deno" ? Deno.execPath() : program, {
      args: [...args, "--port=0"],
      env: {
        DATABASE_URL: db.url,
        NO_COLOR: "1",
        REDIS_PASSWORD: "canary-of-redis",
        MINIO_SECRET_KEY: "canary-of-minio",
      },
      stdout: "null",
      stderr: "piped",
    }).spawn();
    let log = "";
    const reading = (async () => {
      for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) log += text;
    })();
    await until("it listens", () => /is on \S+\n/.test(log));
    const origin = /is on (\S+)\n/.exec(log)?.[1] ?? "";
    let page = "";
    await until("all is read", async () => {
      page = await (await fetch(`${origin}/`)).text();
      return !/Being read|Cannot connect/.test(page);
    });
    assert.match(page, new RegExp(`${migrations.length} migrations not in step`));
    assert.match(page, /the database is not migrated, run &#34;deno task migrate&#34;/);
    const stream = await fetch(`${origin}/live`);
    child.kill("SIGTERM");
    const events = await stream.text();
    assert.equal((await child.status).code, 0);
    await reading;
    assert.doesNotMatch(page + events + log, /canary/);
    assert.match(log, /Ended/);
  },
);
