import { resolve } from "node:path";
import type { ServiceName } from "../backend.ts";
import { composeCommand } from "./compose.ts";
import { detectDocker } from "./detect.ts";
import { BARE_ENVIRONMENT, composeProjectName } from "./environment.ts";

/** How to run programs inside the container of a service. */
export interface ServiceShell {
  /**
   * Builds the command that runs a program there, with its input and output. Variables are given by
   * name alone: Compose takes their values from its own environment, so that no secret stands among
   * arguments.
   */
  command(
    variables: readonly string[],
    program: readonly string[],
  ): readonly [string, ...string[]];
  /** The variables of that command itself. */
  readonly env: Readonly<Record<string, string>>;
}

/** Finds a way into the container of a service; `undefined` where no engine answers. */
export async function execInService(
  root: string,
  service: ServiceName,
  options: { readonly projectName: string; readonly signal?: AbortSignal | undefined },
): Promise<ServiceShell | undefined> {
  const { compose } = await detectDocker({ signal: options.signal });
  if (compose === undefined) return undefined;
  const project = {
    program: compose,
    root: resolve(root),
    name: composeProjectName(options.projectName),
  };
  return {
    env: BARE_ENVIRONMENT,
    command: (variables, program) =>
      composeCommand(project, [
        "exec",
        "-T",
        ...variables.map((name) => `--env=${name}`),
        service,
        ...program,
      ]),
  };
}
