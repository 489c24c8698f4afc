import { type EnvFile, parseEnvFile } from "./env_file.ts";

/** Where the texts of the variables come from. */
export interface SourceOptions {
  /** The environment; the process's own where nothing is given, read only by the names asked for. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The `.env` file, `.env` of the working folder by default; `false` reads none. */
  readonly envFile?: string | URL | false;
  /** A layer below `.env` and above the built-in defaults: the ports of a running stack. */
  readonly defaults?: Readonly<Record<string, string>>;
}

/** A text and the layer that it came from. */
export interface SourcedText {
  /** The text as it was given. */
  readonly text: string;
  /** Names the layer for a message. */
  readonly source: string;
  /** Whether a person set it: in the environment or in `.env`. */
  readonly explicit: boolean;
}

/** The texts of the variables, with what was wrong in getting them. */
export interface Sources {
  /** Finds the text of a variable; an empty one counts as not set unless `allowEmpty`. */
  find(name: string, allowEmpty?: boolean): SourcedText | undefined;
  /** What is wrong with the `.env` file or the permissions. */
  readonly problems: readonly string[];
}

/** Opens the layers; `names` are the only variables that are read from the environment. */
export function openSources(names: readonly string[], options: SourceOptions): Sources {
  const problems: string[] = [];
  const environment = options.env ?? readEnvironment(names, problems);
  const file = readEnvFile(options.envFile ?? ".env", options.envFile === undefined, problems);
  const layers: { source: string; explicit: boolean; get(name: string): string | undefined }[] = [
    { source: "environment", explicit: true, get: (name) => own(environment, name) },
    { source: file.name, explicit: true, get: (name) => file.values.get(name) },
    { source: "running stack", explicit: false, get: (name) => own(options.defaults ?? {}, name) },
  ];
  return {
    problems,
    find(name, allowEmpty = false) {
      for (const { source, explicit, get } of layers) {
        const text = get(name);
        if (text === undefined || (text.trim() === "" && !allowEmpty)) continue;
        return { text, source, explicit };
      }
      return undefined;
    },
  };
}

function own(
  record: Readonly<Record<string, string | undefined>>,
  name: string,
): string | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/**
 * Reads the named variables without ever asking: under a limited `--allow-env` list the rest
 * counts as not set. Where nothing at all may be read, that is a problem and not a default.
 */
function readEnvironment(names: readonly string[], problems: string[]): Record<string, string> {
  const found: Record<string, string> = {};
  let readable = false;
  for (const name of names) {
    const { state } = Deno.permissions.querySync({ name: "env", variable: name });
    // "prompt" would stop for a question. "denied" is asked all the same: with --ignore-env the
    // variable is merely unset.
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
  const nothing = { name, values: new Map<string, string>(), problems: [] };
  if (path === false) return nothing;
  // A service that has no `.env` needs no permission to read it.
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
    // Only asked to word a message: what cannot be looked at is no known folder.
    return false;
  }
}
