/** A server in a process of its own. */
export interface ServerProcess extends AsyncDisposable {
  readonly origin: string;
  /** The memory that it holds, in MiB. */
  residentMib(): Promise<number>;
}

/** Starts `deno task serve` on a database and waits until it listens. */
export async function startServer(url: string, concurrency: number): Promise<ServerProcess> {
  const config = JSON.parse(await Deno.readTextFile("deno.json"));
  const [, ...args]: string[] = config.tasks.serve.command.split(" ");
  const child = new Deno.Command(Deno.execPath(), {
    args: [...args, "--port=0", `--concurrency=${concurrency}`],
    env: { DATABASE_URL: url, NO_COLOR: "1" },
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const told = Promise.withResolvers<string>();
  let log = "";
  const reading = (async () => {
    for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) {
      log += log.length < 10_000 ? text : "";
      const origin = /Serving on (\S+),/.exec(log)?.[1];
      if (origin !== undefined) told.resolve(origin);
    }
    told.reject(new TypeError(`The server did not start:\n${log}`));
  })();
  return {
    origin: await told.promise,
    async residentMib() {
      const ps = new Deno.Command("ps", { args: ["-o", "rss=", "-p", String(child.pid)] });
      const { stdout } = await ps.output();
      return Math.round(Number(new TextDecoder().decode(stdout)) / 1_024);
    },
    async [Symbol.asyncDispose]() {
      const early = await Promise.race([child.status, Promise.resolve(undefined)]);
      if (early === undefined) child.kill("SIGTERM");
      await child.status;
      await reading;
      if (early !== undefined) throw new TypeError(`The server ended early:\n${log}`);
    },
  };
}
