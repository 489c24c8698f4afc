import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { JsrRegistry } from "../support/jsr_registry.ts";

/** The project folder. */
export const root: string = fileURLToPath(new URL("../../", import.meta.url));

/** The folder of the service that imports the package like any user. */
export const downstream: string = join(root, "tests", "downstream");

/** The output of a Deno run. */
export interface DenoRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A Deno with its own caches, which do not have the package yet. */
export interface CleanDeno extends AsyncDisposable {
  /** Runs `deno`. */
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<DenoRun>;
}

/** Options of {@linkcode cleanDeno}. */
export interface CleanDenoOptions {
  /** The registry for `jsr:` specifiers. */
  readonly registry: JsrRegistry;
  /** The folder in which it runs; by default an empty one. */
  readonly cwd?: string;
}

/**
 * Creates a Deno with new caches. In CI they are empty, and npm packages are downloaded too;
 * elsewhere those come from the machine's own cache, so that the test needs no network.
 */
export async function cleanDeno({ registry, cwd }: CleanDenoOptions): Promise<CleanDeno> {
  const folder = await Deno.makeTempDir({ prefix: "strata_clean_" });
  if (!/^(1|true)$/i.test(Deno.env.get("CI") ?? "")) {
    await Deno.symlink(await npmCache(), join(folder, "npm"), { type: "dir" });
  }
  const settings = { JSR_URL: registry.url, DENO_DIR: folder, NO_COLOR: "1" };
  return {
    run: async (args, env = {}) => {
      const output = await new Deno.Command(Deno.execPath(), {
        args: [...args],
        cwd: cwd ?? folder,
        env: { ...env, ...settings },
        stdin: "null",
      }).output();
      const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
      return { code: output.code, stdout: text(output.stdout), stderr: text(output.stderr) };
    },
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

async function npmCache(): Promise<string> {
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output();
  return JSON.parse(new TextDecoder().decode(stdout)).npmCache;
}
