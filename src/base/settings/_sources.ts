import { type EnvFile, parseEnvFile } from "./env_file.ts";

/** The places that variables are read from. */
export interface SourceOptions {
  /** The environment; by default the process's own, of which only the given names are read. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The `.env` file; by default the one in the working folder, and `false` reads none. */
  readonly envFile?: string | URL | false;
  /** Values below `.env` and above the built-in defaults: the ports of a running stack. */
  readonly defaults?: Readonly<Record<string, string>>;
}

/** A text and the layer it came from. */
export interface SourcedText {
  /** The text as it was given. */
  readonly text: string;
  /** Names the layer for a message. */
  readonly source: string;
  /** Whether a person set it, in the environment or in `.env`. */
  readonly explicit: boolean;
  /** The line of the `.env` file. */
  readonly line?: number | undefined;
}

/** The texts of the variables, and the problems in reading them. */
export interface Sources {
  /** Finds the text of a variable; an empty one counts as unset unless `allowEmpty`. */
  find(name: string, allowEmpty?: boolean): SourcedText | undefined;
  /** The problems with the `.env` file or the permissions. */
  readonly problems: readonly string[];
}

/** Opens the layers; only `names` are read from the environment. */
export function openSources(names: readonly string[], options: SourceOptions): Sources {
  const problems: string[] = [];
  const environment = options.env ?? readEnvironment(names, problems);
  const file = readEnvFile(options.envFile ?? ".env", options.envFile === undefined, problems);
  const layers: Layer[] = [
    { source: "environment", explicit: true, get: (name) => own(environment, name) },
    {
      source: file.name,
      explicit: true,
      get: (name) => file.values.get(name),
      line: (name) => file.lines.get(name),
    },
    { source: "running stack", explicit: false, get: (name) => own(options.defaults ?? {}, name) },
  ];
  return {
    problems,
    find(name, allowEmpty = false) {
      for (const { source, explicit, get, line } of layers) {
        const text = get(name);
        if (text === undefined || (text.trim() === "" && !allowEmpty)) continue;
        return { text, source, explicit, line: line?.(name) };
      }
      return undefined;
    },
  };
}

interface Layer {
  readonly source: string;
  readonly explicit: boolean;
  readonly get: (name: string) => string | undefined;
  readonly line?: (name: string) => number | undefined;
}

function own(
  record: Readonly<Record<string, string | undefined>>,
  name: string,
): string | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/**
 * Reads the named variables without ever prompting. Under a limited `--allow-env` list the others
 * count as unset. If nothing at all may be read, that is reported as a problem, so that the
 * defaults are not used unnoticed.
 */
function readEnvironment(names: readonly string[], problems: string[]): Record<string, string> {
  const found: Record<string, string> = {};
  let readable = false;
  for (const name of names) {
    const { state } = Deno.permissions.querySync({ name: "env", variable: name });
    // Reading in state "prompt" would stop for a question. "denied" is read all the same: with
    // --ignore-env such a variable is merely unset.
    if (state === "prompt") continue;
    try {
      const text = Deno.env.get(name);
      readable = true;
      if (text !== undefined) found[name] = text;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotCapable)) throw error;
    }
  }
  if (!readable) {
    problems.push(
      `the environment may not be read: run with --allow-env (or --allow-env=${names[0]},…), ` +
        "or hand the variables over as `env`",
    );
  }
  return found;
}

function readEnvFile(
  path: string | URL | false,
  isDefault: boolean,
  problems: string[],
): EnvFile & { name: string } {
  const name = String(path);
  const nothing = { name, values: new Map<string, string>(), lines: new Map(), problems: [] };
  if (path === false) return nothing;
  // A service without a `.env` needs no permission to read it.
  const { state } = Deno.permissions.querySync({ name: "read", path });
  if (state === "prompt") {
    if (!isDefault) problems.push(`${name} cannot be read: run with --allow-read for it`);
    return nothing;
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(Deno.readFileSync(path));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return nothing;
    if (isDefault && error instanceof Deno.errors.NotCapable) return nothing;
    problems.push(`${name} cannot be read: ${describeReadError(path, error)}`);
    return nothing;
  }
  const file = parseEnvFile(text, name);
  problems.push(...file.problems);
  return { name, ...file };
}

function describeReadError(path: string | URL, error: unknown): string {
  if (error instanceof TypeError) return "it is not UTF-8 text, save it as UTF-8";
  if (error instanceof Deno.errors.NotCapable) return "run with --allow-read for it";
  if (error instanceof Deno.errors.PermissionDenied) return "its permissions forbid it";
  if (isFolder(path)) return "it is a folder, a file is wanted";
  return error instanceof Error ? error.message : String(error);
}

function isFolder(path: string | URL): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    // This only words a message: a path that cannot be read is not known to be a folder.
    return false;
  }
}
