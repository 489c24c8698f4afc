import { runTask } from "../../../src/cli/mod.ts";
import { ConfigError, ConnectionError, StrataError } from "../../../src/base/errors.ts";
import { logger } from "../../../src/base/logging/mod.ts";
import { setTimeout as sleep } from "node:timers/promises";

/** A task that does what its argument says; the tests run it in a separate process. */
await runTask({
  name: "fixture",
  summary: "Does what it is told.",
  example: "deno task fixture ok",
  positionals: [{ name: "WHAT", description: "What to do.", required: true }],
  options: { to: { type: "string", value: "N", description: "A number.", number: { least: 0 } } },
}, async (ctx) => {
  switch (ctx.positionals[0]) {
    case "ok":
      ctx.note("working");
      ctx.print(ctx.style("pass", "done"));
      return ctx.result({ ok: true, to: ctx.options["to"] });
    case "failed":
      ctx.result({ ok: false, checks: [] });
      return 1;
    case "config":
      throw new ConfigError("Cannot load the settings: 2 problems", {
        problems: ["A is 1", "B is 2"],
      });
    case "connection": {
      const cause = new AggregateError([new Error("connect ECONNREFUSED 127.0.0.1:1")]);
      throw new ConnectionError('Cannot reach "redis": nothing listens', {
        service: "redis",
        cause,
      });
    }
    case "half":
      ctx.result({ applied: ["0001"] });
      throw new StrataError("Cannot go on");
    case "bug":
      throw new TypeError("x is not a function");
    case "nothing":
      throw undefined;
    case "secret": {
      const password = Deno.env.get("POSTGRES_PASSWORD") ?? "";
      ctx.print(`print ${password}`);
      ctx.note(`note ${encodeURIComponent(password)}`);
      logger("fixture").warn("log {password}", { password });
      ctx.result({ password, url: `postgres://u:${password}@h/d` });
      throw new Error(`thrown ${password}`, { cause: new Error(`cause ${password}`) });
    }
    case "logs":
      logger("fixture").debug("a debug line");
      logger("fixture").info("an info line");
      logger("fixture").warn("a warning");
      logger("fixture").error("an error");
      return;
    case "wait":
      ctx.note("waiting");
      return await sleep(20_000, undefined, { signal: ctx.signal });
    case "finish":
      ctx.note("waiting");
      await sleep(20_000, undefined, { signal: ctx.signal }).catch(() => {});
      return 0;
    case "deaf":
      ctx.note("waiting");
      return await sleep(20_000);
    case "lines":
      for (let line = 0; line < 50_000; line++) ctx.print(`line ${line}`);
      return ctx.note(`closed: ${ctx.outputClosed.aborted}`);
    case "follow":
      while (!ctx.outputClosed.aborted) {
        ctx.print("a line");
        await sleep(5);
      }
      return;
    case "stray":
      void Promise.reject(new Error("nobody awaits this"));
      await sleep(5_000, undefined, { signal: ctx.signal });
      return;
    case "exit":
      return Deno.exit(0);
    case "leak":
      setTimeout(() => {}, 60_000);
      return;
    case "ask":
      ctx.print(`${ctx.interactive} ${await ctx.confirm("Really?")}`);
      return;
    case "slow": {
      using progress = ctx.progress("loading");
      progress.update("half");
      return await sleep(1_300);
    }
  }
});
