import type { Availability } from "../backend.ts";
import { type CommandResult, runCommand } from "../command.ts";

/** How Compose is called on this machine. */
export type ComposeProgram = readonly ["docker", "compose"] | readonly ["docker-compose"];

/** Whether Docker can run the stack, and how to call Compose. */
export interface DockerDetection extends Availability {
  /** Present only if `available` is true. */
  readonly compose?: ComposeProgram;
}

/** Options of {@linkcode detectDocker}. */
export interface DetectDockerOptions {
  /** The longest wait for the engine's answer, in milliseconds. */
  readonly timeoutMs?: number;
  /** Ends the detection early. */
  readonly signal?: AbortSignal | undefined;
  /** Runs a command; for tests. */
  readonly run?: typeof runCommand;
  /** `DOCKER_HOST`; for tests. */
  readonly dockerHost?: string | undefined;
}

/** Looks for a responding engine and Compose version 2; changes nothing. */
export async function detectDocker(options: DetectDockerOptions = {}): Promise<DockerDetection> {
  const { dockerHost = Deno.env.get("DOCKER_HOST") } = options;
  if (isElsewhere(dockerHost)) {
    return no(
      "DOCKER_HOST names another machine, whose ports are not reachable at 127.0.0.1 here; " +
        "unset it or run docker compose over there",
    );
  }
  const engine = await ask(["docker", "version", "--format", ENGINE_FORMAT], options);
  if (engine.code === MISSING) return await detectStandalone(options);
  if (engine.code !== 0) return no(engineProblem(engine.stderr || engine.stdout));
  const [version = "", system = ""] = engine.stdout.trim().split(" ");
  if (system === "windows") return no("the engine runs Windows containers, switch it to Linux");
  const plugin = await ask(["docker", "compose", "version", "--short"], options);
  if (plugin.code === 0) {
    return judgeCompose(plugin.stdout, ["docker", "compose"], `engine ${version}`);
  }
  const standalone = await ask(["docker-compose", "version", "--short"], options);
  if (standalone.code === 0) {
    return judgeCompose(standalone.stdout, ["docker-compose"], `engine ${version}`);
  }
  return no(
    `engine ${version} answers, but the Compose plugin is missing: ` +
      "install docker-compose-plugin, docker-compose-v2 or docker-compose, as your system calls it",
  );
}

/** Explains in one sentence why the engine did not answer, from the command's error output. */
export function engineProblem(complaint: string): string {
  if (complaint === TIMED_OUT) return "the engine does not answer within a few seconds, restart it";
  if (/permission denied/i.test(complaint)) {
    return "this user may not use the engine's socket: add it to the group docker " +
      "(sudo usermod -aG docker $USER, then log in anew)";
  }
  if (/context .*not found|unable to resolve docker endpoint/i.test(complaint)) {
    return "the chosen Docker context does not exist: run docker context use default";
  }
  if (/cannot connect to the docker daemon|error during connect|daemon running/i.test(complaint)) {
    const at = complaint.match(/\bat ((?:unix|tcp|npipe):\/\/[^\s?]*[^\s?.])/)?.[1];
    return `the engine is not running${at ? ` (nothing answers at ${at})` : ""}: ` +
      "start it with sudo systemctl start docker, or start Docker Desktop";
  }
  const line = complaint.split("\n").map((text) => text.trim()).find((text) => text !== "");
  return `the engine gives no usable answer: ${line?.slice(0, 200) ?? "nothing at all"}`;
}

const MISSING = 127;
const TIMED_OUT = "timed out";
const ENGINE_FORMAT = "{{.Server.Version}} {{.Server.Os}}";

function no(reason: string): DockerDetection {
  return { available: false, reason };
}

function judgeCompose(text: string, compose: ComposeProgram, engine: string): DockerDetection {
  const version = text.trim().replace(/^v/, "");
  if (Number(version.split(".")[0]) < 2) {
    return no(`${engine} answers, but ${compose.join(" ")} is ${version}: version 2 is needed`);
  }
  return { available: true, reason: `${engine} answers, with Compose ${version}`, compose };
}

async function detectStandalone(options: DetectDockerOptions): Promise<DockerDetection> {
  const version = await ask(["docker-compose", "version", "--short"], options);
  if (version.code !== 0) {
    return no("there is no docker command: install Docker Engine with its Compose plugin");
  }
  const detection = judgeCompose(version.stdout, ["docker-compose"], "the engine");
  if (!detection.available) return detection;
  const list = await ask(["docker-compose", "ls", "--quiet"], options);
  return list.code === 0 ? detection : no(engineProblem(list.stderr || list.stdout));
}

async function ask(
  command: readonly [string, ...string[]],
  options: DetectDockerOptions,
): Promise<CommandResult> {
  const { timeoutMs = 5_000, signal, run = runCommand } = options;
  const limit = AbortSignal.timeout(timeoutMs);
  try {
    return await run(command, { signal: signal ? AbortSignal.any([signal, limit]) : limit });
  } catch (error) {
    if (signal?.aborted) throw error;
    if (limit.aborted) return { code: 1, stdout: "", stderr: TIMED_OUT };
    // The file is not a program, or Deno lacks a permission.
    if (!(error instanceof Error)) throw error;
    return { code: 1, stdout: "", stderr: `${command[0]} cannot be run: ${error.message}` };
  }
}

function isElsewhere(dockerHost: string | undefined): boolean {
  if (dockerHost === undefined || !/^(tcp|ssh|https?):/.test(dockerHost)) return false;
  const host = URL.parse(dockerHost.replace(/^tcp:/, "http:"))?.hostname ?? "";
  return !/^(localhost|127\.[\d.]+|\[::1\])$/.test(host);
}
