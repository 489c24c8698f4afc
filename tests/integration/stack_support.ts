import { fileURLToPath } from "node:url";
import pg from "pg";
import { loadSettings, type Settings } from "../../src/base/settings/mod.ts";
import { isServerRequired } from "../support/mod.ts";
import {
  isPortFree,
  nativeBackend,
  type ProgressEvent,
  type StartedStack,
  startStack,
  type StartStackOptions,
  stopStack,
} from "../../src/stack/mod.ts";

/**
 * The project itself: its unpacked servers are reused, so that tests do not download them again.
 */
export const PROJECT = fileURLToPath(new URL("../../", import.meta.url));

const availability = await nativeBackend(PROJECT).detect();

/** True if native servers can run or must: a CI machine may not lack them. */
export const hasNative = availability.available || isServerRequired("timescaledb");

/** Declares a test that runs native servers; if they cannot run, its name says why. */
export function nativeTest(name: string, work: () => Promise<void>): void {
  const skipped = hasNative ? "" : ` (skipped: native servers cannot run, ${availability.reason})`;
  Deno.test({ name: name + skipped, ignore: !hasNative, fn: work });
}

/** Creates a project folder with an awkward name, and destroys the stack in it afterwards. */
export async function withProject(work: (root: string) => Promise<void>): Promise<void> {
  const root = await Deno.makeTempDir({ prefix: "strata é 'x " });
  try {
    await work(root);
  } finally {
    await stop(root, { volumes: true });
    await Deno.remove(root, { recursive: true });
  }
}

/** Returns settings as a user would set them; `free` lists ports that the user did not set. */
export function settingsOf(
  env: Record<string, string> = {},
  free: Record<string, string> = {},
): Settings {
  return loadSettings({ env, envFile: false, defaults: free });
}

// Test files that run beside each other, in one process even, begin at different ports.
let nextPort = Number.parseInt(crypto.randomUUID().slice(0, 4), 16) % 10_000;

/** Finds a free port below the range that systems use for outgoing connections. */
export function freePort(): number {
  for (;;) {
    const port = 20_000 + nextPort++ % 10_000;
    if (isPortFree(port)) return port;
  }
}

/** Returns two free ports as variables for {@linkcode settingsOf}. */
export function freePorts(): Record<string, string> {
  return { POSTGRES_PORT: String(freePort()), REDIS_PORT: String(freePort()) };
}

/** Starts a stack and returns the reported events. */
export async function start(
  root: string,
  settings: Settings,
  options: Partial<StartStackOptions> = {},
): Promise<StartedStack & { readonly notes: string[] }> {
  const notes: string[] = [];
  const report = ({ kind, message }: ProgressEvent) => kind === "note" && notes.push(message);
  const started = await startStack({
    root,
    requested: "native",
    profile: "default",
    timeoutMs: 120_000,
    settings,
    report,
    treeFrom: PROJECT,
    ...options,
  });
  return { ...started, notes };
}

/** Stops a stack. */
export async function stop(root: string, options = { volumes: false }): Promise<void> {
  const settings = settingsOf();
  await stopStack({ root, timeoutMs: 30_000, settings, report: () => {}, ...options });
}

/**
 * Runs one statement as the user of the settings, and returns the first column of the first row.
 */
export async function ask(settings: Settings, port: number, sql: string): Promise<unknown> {
  const { user, password, db } = settings.postgres;
  const client = new pg.Client({
    host: "127.0.0.1",
    port,
    user,
    password: password.reveal(),
    database: db,
  });
  await client.connect();
  try {
    const { rows } = await client.query({ text: sql, rowMode: "array" });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}
