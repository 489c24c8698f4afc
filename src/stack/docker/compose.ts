import { join } from "node:path";
import { type CommandResult, runCommand } from "../command.ts";
import type { ComposeProgram } from "./detect.ts";
import { BARE_ENVIRONMENT } from "./environment.ts";
import { type LineProcess, spawnLines } from "./lines.ts";

/** A Compose project: a folder, a name, and the program to call. */
export interface ComposeProject {
  /** How Compose is called. */
  readonly program: ComposeProgram;
  /** The folder with `docker-compose.yml`. */
  readonly root: string;
  /** The name of the project. */
  readonly name: string;
}

/** Options of a Compose command. */
export interface ComposeOptions {
  /** The variables for the Compose file; by default the file's own defaults apply. */
  readonly env?: Readonly<Record<string, string>>;
  /** Ends the command early. */
  readonly signal?: AbortSignal | undefined;
}

/** Returns the path of a project's Compose file. */
export function composeFile(root: string): string {
  return join(root, "docker-compose.yml");
}

/** Runs a Compose command to its end. */
export function runCompose(
  project: ComposeProject,
  args: readonly string[],
  options: ComposeOptions = {},
): Promise<CommandResult> {
  return runCommand(composeCommand(project, args), withEnvironment(options));
}

/** Starts a Compose command and streams its lines. */
export function spawnCompose(
  project: ComposeProject,
  args: readonly string[],
  options: ComposeOptions = {},
): LineProcess {
  return spawnLines(composeCommand(project, args), withEnvironment(options));
}

/** Builds the command line; like Compose, it includes a `docker-compose.override.yml`. */
export function composeCommand(
  project: ComposeProject,
  args: readonly string[],
): [string, ...string[]] {
  const { program: [program, ...plugin], root, name } = project;
  const override = join(root, "docker-compose.override.yml");
  return [
    program,
    ...plugin,
    "--progress=plain",
    "--ansi=never",
    `--project-directory=${root}`,
    `--project-name=${name}`,
    `--file=${composeFile(root)}`,
    ...(isFile(override) ? [`--file=${override}`] : []),
    ...args,
  ];
}

function withEnvironment(options: ComposeOptions) {
  const { env = BARE_ENVIRONMENT, signal } = options;
  return { env, ...(signal ? { signal } : {}) };
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
