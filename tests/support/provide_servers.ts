import { join } from "node:path";
import { StackError } from "../../src/base/errors.ts";
import { loadSettings } from "../../src/base/settings/mod.ts";
import { requirePermissions } from "../../src/cli/mod.ts";
import {
  loadTaskSettings,
  type ProgressEvent,
  stackStatus,
  startStack,
  stopStack,
} from "../../src/stack/mod.ts";
import { variableOf } from "./test_server.ts";

/** The servers for a test run; disposing stops those that were started for it. */
export interface ProvidedServers extends AsyncDisposable {
  /** The variables for the tests, `STRATA_TEST_…`. */
  readonly variables: Readonly<Record<string, string>>;
  /** One line for people: where the servers come from, or why there are none. */
  readonly origin: string;
}

/** Options of {@linkcode provideServers}. */
export interface ProvideOptions {
  /** The project folder. */
  readonly root: string;
  /** Called with each step. */
  readonly report: (event: ProgressEvent) => void;
  /** Ends the start. */
  readonly signal: AbortSignal;
}

const DATABASE = variableOf("timescaledb");
const COMMUNITY = variableOf("community");
const REDIS = variableOf("redis");
const START_LIMIT_MS = 600_000;
const STOP_LIMIT_MS = 60_000;

/**
 * Finds servers for the tests: those in the environment, else the running stack, else servers of
 * the native backend, started for this run only.
 */
export async function provideServers(options: ProvideOptions): Promise<ProvidedServers> {
  const given = givenVariables();
  const complete = DATABASE in given && REDIS in given;
  if (complete) return provided(given, "the servers of the STRATA_TEST_ variables");
  const running = await runningStack(options.root);
  if (running) return provided({ ...running.variables, ...given }, running.origin);
  try {
    const own = await startOwn(options);
    return { ...own, variables: { ...own.variables, ...given } };
  } catch (error) {
    if (!(error instanceof StackError)) throw error;
    return provided(given, `no servers started for this run: ${error.message}`);
  }
}

function provided(variables: Readonly<Record<string, string>>, origin: string): ProvidedServers {
  return { variables, origin, [Symbol.asyncDispose]: () => Promise.resolve() };
}

function givenVariables(): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of [DATABASE, COMMUNITY, REDIS]) {
    const text = Deno.env.get(name);
    if (text) found[name] = text;
  }
  return found;
}

async function runningStack(root: string): Promise<Omit<ProvidedServers, symbol> | undefined> {
  const { backend, services } = await stackStatus(root);
  // PGlite has one connection to one database, so it cannot serve tests that create their own.
  if (backend === undefined || backend === "embedded") return undefined;
  const { database, postgres, redis } = loadTaskSettings({ root });
  const isHere = (name: string, at: { readonly host: string; readonly port: number }) =>
    services.some(({ service, state, host, port }) =>
      service === name && state === "running" && host === at.host && port === at.port
    );
  // The settings name another server, which may be in use: leave it alone.
  if (!isHere("timescaledb", postgres)) return undefined;
  const url = database.url.reveal();
  return {
    origin: `the running stack (${backend})`,
    variables: {
      [DATABASE]: url,
      ...(backend === "docker" ? { [COMMUNITY]: url } : {}),
      ...(isHere("redis", redis) ? { [REDIS]: redis.url.reveal() } : {}),
    },
  };
}

async function startOwn({ root, report, signal }: ProvideOptions): Promise<ProvidedServers> {
  // Without one of them, packages would be downloaded first and the start fail then.
  requirePermissions([{ name: "run" }, { name: "net", host: "127.0.0.1" }, {
    name: "sys",
    kind: "uid",
  }]);
  const { folder, lock } = await takeFolder(root);
  const settings = loadSettings({ env: {}, envFile: false });
  const stop = async () => {
    await stopStack({ root: folder, settings, volumes: true, timeoutMs: STOP_LIMIT_MS, report });
    lock.close();
  };
  try {
    await startStack({
      root: folder,
      requested: "native",
      profile: "default",
      timeoutMs: START_LIMIT_MS,
      settings,
      report,
      signal,
      treeFrom: root,
    });
  } catch (error) {
    await stop();
    throw error;
  }
  const { database, redis } = loadTaskSettings({ root: folder, env: {}, envFile: false });
  return {
    origin: "native servers started for this run",
    variables: { [DATABASE]: database.url.reveal(), [REDIS]: redis.url.reveal() },
    [Symbol.asyncDispose]: stop,
  };
}

/**
 * Locks the first folder that no other test run uses; the lock ends with this process.
 */
async function takeFolder(root: string): Promise<{ folder: string; lock: Deno.FsFile }> {
  for (let number = 1;; number++) {
    const folder = join(root, ".strata", number === 1 ? "test" : `test_${number}`);
    await Deno.mkdir(folder, { recursive: true });
    const lock = await Deno.open(join(folder, "in_use"), { create: true, write: true });
    if (await lock.tryLock(true)) return { folder, lock };
    lock.close();
  }
}
