import { setTimeout as sleep } from "node:timers/promises";
import { StackError } from "../base/errors.ts";
import { runCommand } from "./command.ts";

/** A process that outlives the task that started it. */
export interface ProcessRecord {
  /** Its process id. */
  readonly pid: number;
  /**
   * Its start time as the system reports it, which distinguishes it from a later process with the
   * same id.
   */
  readonly started: string;
}

/** Options of {@linkcode spawnDetached}. */
export interface SpawnOptions {
  /** The file that its output is appended to. */
  readonly log: string;
  /** The file that keeps its process id. */
  readonly record: string;
  /** Its complete environment; by default that of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

// Field 22 of /proc/PID/stat is the start time in ticks since boot; the command name before it may
// contain spaces. A zombie counts as gone once its threads are gone, which hold its ports until
// then. Without /proc, ps knows the start time.
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

// The shell writes the record, so that the process id is kept even if the task is killed right
// away.
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

/** Starts a process in its own session and keeps its process id in a file. */
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

/** Reads the record that {@linkcode spawnDetached} kept. */
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

/** Tells whether the recorded process itself still exists. */
export async function isRunning({ pid, started }: ProcessRecord): Promise<boolean> {
  if (started === "") return false;
  const script = `${IDENTITY}identity "$1"`;
  const { stdout } = await runCommand(["/bin/sh", "-c", script, "sh", String(pid)]);
  return stdout.trim() === started;
}

/** Reads a record file and returns the record if its process still exists. */
export async function findRunning(path: string): Promise<ProcessRecord | undefined> {
  const record = await readRecord(path);
  return record !== undefined && await isRunning(record) ? record : undefined;
}

/**
 * Asks a process to end and waits for it.
 *
 * @returns False if it still exists after the time limit.
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
    // It may have ended between the check and the signal.
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  while (await isRunning(record)) {
    if (performance.now() > end) return false;
    await sleep(50);
  }
  return true;
}
