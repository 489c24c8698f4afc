import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The project folder. */
export const root = fileURLToPath(new URL("../../../", import.meta.url));

/** A package of `deno.lock`. */
export interface LockedPackage {
  /** Its key in the file: name, version and the peers it was resolved with. */
  readonly id: string;
  readonly name: string;
  readonly version: string;
  /** The hash of its archive, such as `sha512-…` in base64. */
  readonly integrity: string | undefined;
  /** The keys of the packages that it needs. */
  readonly needs: readonly string[];
  /** The keys of those that it takes where they fit, such as binaries for each platform. */
  readonly mayTake: readonly string[];
  /** Whether it is for some systems or processors only. */
  readonly isForPlatform: boolean;
  /** Whether it brings scripts that npm would run when it is installed. */
  readonly hasScripts: boolean;
}

/** What `deno.lock` holds. */
export interface LockFile {
  /** The packages, in the order of their keys. */
  readonly packages: readonly LockedPackage[];
  /** The keys of the packages that deno.json asks for, by specifier. */
  readonly direct: ReadonlyMap<string, string>;
  /** The specifiers that the lock was made for. */
  readonly specifiers: readonly string[];
}

/** Reads the lock of this project. */
export async function readLock(): Promise<LockFile> {
  return parseLock(await Deno.readTextFile(join(root, "deno.lock")));
}

/** Parses a lock file of version 5, which names npm packages only. */
export function parseLock(text: string): LockFile {
  const lock: RawLock = JSON.parse(text);
  if (lock.version !== "5" || lock.jsr !== undefined || lock.remote !== undefined) {
    throw new Error('Cannot read "deno.lock": this reads version 5 with npm packages only');
  }
  const ids = Object.keys(lock.npm).sort();
  const resolve = (short: string): string => {
    // The lock leaves out the version where there is only one, and the peers where they are clear.
    const found = short in lock.npm
      ? [short]
      : ids.filter((id) => id.startsWith(`${short}_`) || nameOf(id).name === short);
    if (found.length !== 1) {
      throw new Error(`Cannot read "deno.lock": "${short}" is not one package`);
    }
    return found[0] ?? short;
  };
  const packages = ids.map((id): LockedPackage => {
    const entry = lock.npm[id] ?? {};
    return {
      id,
      ...nameOf(id),
      integrity: entry.integrity,
      needs: (entry.dependencies ?? []).map(resolve),
      mayTake: (entry.optionalDependencies ?? []).map(resolve),
      isForPlatform: entry.os !== undefined || entry.cpu !== undefined,
      hasScripts: entry.scripts ?? false,
    };
  });
  const direct = new Map(
    Object.entries(lock.specifiers).map(([specifier, version]) => {
      const { name } = nameOf(specifier.replace(/^npm:/, ""));
      return [specifier, resolve(`${name}@${version}`)];
    }),
  );
  return { packages, direct, specifiers: lock.workspace.dependencies };
}

/** Finds the packages that the given ones need or may take, and themselves. */
export function reachable(lock: LockFile, from: Iterable<string>): Set<string> {
  const byId = new Map(lock.packages.map((one) => [one.id, one]));
  const found = new Set(from);
  // A set visits what is added while it is walked.
  for (const id of found) {
    const { needs = [], mayTake = [] } = byId.get(id) ?? {};
    for (const next of [...needs, ...mayTake]) found.add(next);
  }
  return found;
}

interface RawLock {
  readonly version: string;
  readonly specifiers: Readonly<Record<string, string>>;
  readonly npm: Readonly<Record<string, RawPackage>>;
  readonly jsr?: unknown;
  readonly remote?: unknown;
  readonly workspace: { readonly dependencies: readonly string[] };
}

interface RawPackage {
  readonly integrity?: string;
  readonly dependencies?: readonly string[];
  readonly optionalDependencies?: readonly string[];
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly scripts?: boolean;
}

function nameOf(id: string): { readonly name: string; readonly version: string } {
  const at = id.indexOf("@", 1);
  const [version = ""] = id.slice(at + 1).split("_");
  return { name: id.slice(0, at), version };
}
