import { setTimeout as sleep } from "node:timers/promises";
import { StackError } from "../base/errors.ts";
import { runCommand } from "./command.ts";

/** A process that outlives the task that started it. */
export interface ProcessRecord {
  /** Its number. */
  readonly pid: number;
  /** When it started, in the system's own words: tells it from a later process of that number. */
  readonly started: string;
}

/** Options of {@linkcode spawnDetached}. */
export interface SpawnOptions {
  /** The file that its output is appended to. */
  readonly log: string;
  /** The file that keeps its number. */
  readonly record: string;
  /** All the variables that it sees; without them it sees those of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

// Field 22 of /proc/PID/stat is the start time in ticks since the boot; the command's name before
// it may hold spaces. A zombie counts as gone once its threads are, which hold its ports till then.
// Without /proc, ps knows the start.
const IDENTITY = `identity() {
  if [ -d /proc/self ]; then
    pid=$1
    stat=$(cat "/proc/$pid/stat" 2>/dev/null) || return 0
    set -- \${stat##*) }
    state=$1 start=\${20}
    set -- /proc/"$pid"/task/*
    if [ "$state" = Z ] && [ "$#" -le 1 ]; then return 0; fi
    printf '%s %s' "$(cat /proc/sys/kernel/random/boot_id)" "$start"
  else
    ps -o lstart= -p "$1"
  fi
}
`;

// The shell writes the record, so that the number is kept even where the task is killed at once.
const SPAWN = `${IDENTITY}
umask 077
log=$1 record=$2
shift 2
runner=nohup
if command -v setsid >/dev/null 2>&1; then runner=setsid; fi
"$runner" "$@" </dev/null >>"$log" 2>&1 &
pid=$!
printf '%s\\n%s\\n' "$pid" "$(identity "$pid")" >"$record.new" && mv "$record.new" "$record"
`;

/** Starts a process in a session of its own and keeps its number in a file. */
export async function spawnDetached(
  command: readonly [string, ...string[]],
  options: SpawnOptions,
): Promise<ProcessRecord> {
  const { log, record, env } = options;
  const result = await runCommand(["/bin/sh", "-c", SPAWN, "sh", log, record, ...command], {
    ...env ? { env, clearEnv: true } : {},
  });
  const written = result.code === 0 ? await readRecord(record) : undefined;
  if (written === undefined) {
    throw new StackError(
      `Cannot start "${command[0]}": ${result.stderr.trim() || "no process"}`,
      { service: command[0] },
    );
  }
  return written;
}

/** Reads the number that {@linkcode spawnDetached} kept. */
export async function readRecord(path: string): Promise<ProcessRecord | undefined> {
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  const [pid, started = ""] = text.split("\n");
  return /^\d+$/.test(pid ?? "") ? { pid: Number(pid), started: started.trim() } : undefined;
}

/** Tells whether the very process of the record is still there. */
export async function isRunning({ pid, started }: ProcessRecord): Promise<boolean> {
  if (started === "") return false;
  const script = `${IDENTITY}identity "$1"`;
  const { stdout } = await runCommand(["/bin/sh", "-c", script, "sh", String(pid)]);
  return stdout.trim() === started;
}

/** Reads the record in a file and gives it where its process is still there. */
export async function findRunning(path: string): Promise<ProcessRecord | undefined> {
  const record = await readRecord(path);
  return record !== undefined && await isRunning(record) ? record : undefined;
}

/**
 * Asks a process to end and waits for it.
 *
 * @returns False where it is still there after the time.
 */
export async function stopProcess(
  record: ProcessRecord,
  options: {
    readonly signal: "SIGINT" | "SIGTERM" | "SIGQUIT" | "SIGKILL";
    readonly timeoutMs: number;
  },
): Promise<boolean> {
  const end = performance.now() + options.timeoutMs;
  if (!await isRunning(record)) return true;
  try {
    Deno.kill(record.pid, options.signal);
  } catch (error) {
    // It may end between the look and the signal.
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  while (await isRunning(record)) {
    if (performance.now() > end) return false;
    await sleep(50);
  }
  return true;
}
