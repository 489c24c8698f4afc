import { join } from "node:path";
import { StackError } from "../../base/errors.ts";
import type { ProgressEvent } from "../backend.ts";
import { runCommand } from "../command.ts";
import { removeIfThere } from "../files.ts";
import { openApt, type PackageFile } from "./apt.ts";
import { type Mirror, mirrorName } from "./mirror.ts";

/** Options of {@linkcode unpackServers}. */
export interface UnpackOptions {
  /** An empty folder to work in; its `usr` is the result. */
  readonly folder: string;
  /** Where packages come from. */
  readonly mirror: Mirror;
  /** The machine's architecture, as Debian names it. */
  readonly architecture: string;
  /** Called with each step. */
  readonly report: (event: ProgressEvent) => void;
  /** Ends the work. */
  readonly signal?: AbortSignal | undefined;
}

/** The versions in a tree, by package. */
export type PackageVersions = Readonly<Record<string, string>>;

const DATABASE = ["postgresql-17-timescaledb", "dash"];
const KEY_VALUE_STORES = ["redis-server", "valkey-server"];

/** The programs that a usable tree must have. */
export const POSTGRES_PROGRAMS = "usr/lib/postgresql/17/bin";

// Files for installing or compiling only, a third of the download. Just-in-time compilation is
// switched off, and a missing library would show at the first start.
const NOT_NEEDED =
  /^(adduser|debconf|init-system-helpers|libllvm\d+|libz3-\d+|locales|libc-l10n|login\.defs|openssl|passwd|perl.*|libperl.*|lib.*-perl|postgresql-.*common.*|procps|ssl-cert|sysvinit-utils|ucf)$/;

const NOT_NEEDED_FOLDERS = ["doc", "man", "info", "locale", "lintian", "bash-completion"];

/**
 * Downloads PostgreSQL, TimescaleDB and Redis with their dependencies and unpacks them, without
 * running the packages' scripts.
 */
export async function unpackServers(options: UnpackOptions): Promise<PackageVersions> {
  const { folder, mirror, report, signal } = options;
  const step = (message: string) => report({ kind: "step", message });
  const packagesFolder = join(folder, "packages");
  await Deno.mkdir(packagesFolder, { recursive: true });
  const apt = await openApt({ ...options, folder: join(folder, "apt") });

  step(`reading the list of packages of ${mirrorName(mirror)}`);
  await apt.update();
  const resolved = await resolve(apt.resolve, mirror);
  const packages = resolved.filter(({ name }) => !NOT_NEEDED.test(name));

  step(`downloading ${packages.length} packages`);
  await apt.download(packages, packagesFolder);

  step(`unpacking ${packages.length} packages`);
  await unpackAll(packagesFolder, folder, signal);
  await prune(folder);
  return Object.fromEntries(packages.map(({ name, version }) => [name, version]));
}

async function resolve(
  resolvePackages: (packages: readonly string[]) => Promise<PackageFile[] | undefined>,
  mirror: Mirror,
): Promise<PackageFile[]> {
  for (const store of KEY_VALUE_STORES) {
    const packages = await resolvePackages([...DATABASE, store]);
    if (packages !== undefined) return packages;
  }
  throw new StackError(
    `Cannot unpack the servers: "${mirrorName(mirror)}" has no ${DATABASE[0]} or no ${
      KEY_VALUE_STORES.join(" and no ")
    }, use a complete Debian mirror`,
    { service: "native" },
  );
}

async function unpackAll(from: string, to: string, signal?: AbortSignal): Promise<void> {
  const entries = await Array.fromAsync(Deno.readDir(from));
  const files = entries.map(({ name }) => name).filter((name) => name.endsWith(".deb"));
  const next = files.values();
  // Two at a time: decompression limits the speed, and a small machine has two cores.
  const worker = async () => {
    for (const file of next) {
      const result = await runCommand(["dpkg-deb", "--extract", join(from, file), to], { signal });
      if (result.code === 0) continue;
      throw new StackError(`Cannot unpack "${file}": ${result.stderr.trim()}`, {
        service: "native",
      });
    }
  };
  await Promise.all([worker(), worker()]);
}

async function prune(folder: string): Promise<void> {
  const bitcode = join(folder, "usr/lib/postgresql/17/lib/bitcode");
  const shared = NOT_NEEDED_FOLDERS.map((name) => join(folder, "usr/share", name));
  for (const path of [bitcode, ...shared]) {
    await removeIfThere(path);
  }
}
