import { join } from "node:path";
import { StackError } from "../../base/errors.ts";
import { runCommand } from "../command.ts";
import { removeIfThere } from "../files.ts";
import { chooseEdition, type EditionOptions } from "./edition.ts";

/** Options of {@linkcode unpackServers}; in its folder, which is empty, `usr` is the result. */
export type UnpackOptions = EditionOptions;

/** The versions in a tree, by package. */
export type PackageVersions = Readonly<Record<string, string>>;

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
  const { folder, report, signal } = options;
  const step = (message: string) => report({ kind: "step", message });
  const packagesFolder = join(folder, "packages");
  await Deno.mkdir(packagesFolder, { recursive: true });
  const { apt, resolved } = await chooseEdition(options);
  const packages = resolved.filter(({ name }) => !NOT_NEEDED.test(name));

  step(`downloading ${packages.length} packages`);
  await apt.download(packages, packagesFolder);

  step(`unpacking ${packages.length} packages`);
  await unpackAll(packagesFolder, folder, signal);
  await prune(folder);
  return Object.fromEntries(packages.map(({ name, version }) => [name, version]));
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
