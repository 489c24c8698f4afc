import { join } from "node:path";
import { StackError } from "../../base/errors.ts";
import { type CommandResult, runCommand } from "../command.ts";
import type { AptSource } from "./apt_sources.ts";
import { renderUserSource, sourceName } from "./community.ts";
import { type Mirror, mirrorName, renderSource, SUITE } from "./mirror.ts";

/** A private apt that shares with the machine's only the way to reach the mirror. */
export interface PrivateApt {
  /** Reads the mirror's list of packages. */
  update(): Promise<void>;
  /** Resolves the packages' dependencies; `undefined` if the mirror lacks one of them. */
  resolve(packages: readonly string[]): Promise<PackageFile[] | undefined>;
  /** Downloads packages into a folder and checks their checksums against the signed list. */
  download(packages: readonly PackageFile[], folder: string): Promise<void>;
}

/** A package in the mirror's version. */
export interface PackageFile {
  /** Its name. */
  readonly name: string;
  /** Its version. */
  readonly version: string;
}

/** Options of {@linkcode openApt}. */
export interface AptOptions {
  /** An empty folder for its state. */
  readonly folder: string;
  /** Where packages come from. */
  readonly mirror: Mirror;
  /** A source of the user's that is read as well. */
  readonly community?: AptSource | undefined;
  /** The machine's architecture, as Debian names it. */
  readonly architecture: string;
  /** Ends its commands. */
  readonly signal?: AbortSignal | undefined;
}

/** Sets up an apt in a folder, with an empty list of installed packages. */
export async function openApt(options: AptOptions): Promise<PrivateApt> {
  const { folder, mirror, community, signal } = options;
  const name = community === undefined ? mirrorName(mirror) : sourceName(community);
  await Deno.mkdir(join(folder, "lists/partial"), { recursive: true });
  await Deno.mkdir(join(folder, "cache/archives/partial"), { recursive: true });
  await Deno.mkdir(join(folder, "none"), { recursive: true });
  await Deno.writeTextFile(join(folder, "status"), "");
  const sources = [renderSource(mirror), ...community ? [renderUserSource(community)] : []];
  await Deno.writeTextFile(join(folder, "strata.sources"), sources.join("\n"), { mode: 0o600 });
  await Deno.writeTextFile(join(folder, "strata.pref"), DEBIAN_FIRST);
  const machine = await runCommand(["apt-config", "dump"], { signal });
  const configuration = renderConfiguration(options, machine.stdout);
  // It may contain a proxy's password.
  await Deno.writeTextFile(join(folder, "apt.conf"), configuration, { mode: 0o600 });
  const run = (args: readonly string[], cwd = folder) =>
    runCommand(["apt-get", "-qq", "-y", ...args], {
      cwd,
      env: { APT_CONFIG: join(folder, "apt.conf"), LC_ALL: "C.UTF-8" },
      signal,
    });
  return {
    update: async () => {
      const what = community === undefined ? `the suite ${SUITE}` : "its list of packages";
      // Without this option, a mirror that does not answer causes only a warning.
      const result = await run(["-o", "APT::Update::Error-Mode=any", "update"]);
      if (result.code !== 0) throw aptError(what, name, result);
    },
    resolve: async (packages) => {
      const args = ["install", "--no-install-recommends", "--print-uris", ...packages];
      const result = await run(args);
      if (result.code === 0) return parseUris(result.stdout);
      if (/Unable to locate package|has no installation candidate/.test(result.stderr)) {
        return undefined;
      }
      throw aptError(packages.join(" "), name, result);
    },
    download: async (packages, into) => {
      const result = await run(
        ["download", ...packages.map((p) => `${p.name}=${p.version}`)],
        into,
      );
      if (result.code !== 0) throw aptError("the packages", name, result);
    },
  };
}

/** Parses the packages from the output of `apt-get --print-uris`. */
export function parseUris(text: string): PackageFile[] {
  return Array.from(text.matchAll(/^'[^']*' ([^_\s]+)_([^_\s]+)_\S+\.deb\b/gm), (match) => ({
    name: match[1] ?? "",
    version: decodeURIComponent(match[2] ?? ""),
  }));
}

/**
 * Writes apt's configuration: only the machine's settings for reaching a mirror (proxies,
 * certificates, retries), not its hooks, pins or lists.
 */
export function renderConfiguration(options: AptOptions, machine: string): string {
  const { folder, architecture } = options;
  const kept = machine.split("\n").filter((line) =>
    /^Acquire::(?!IndexTargets|Languages|Changelogs|GzipIndexes|CompressionTypes|cdrom)/i.test(line)
  );
  return [
    ...kept,
    `Dir::State "${folder}";`,
    `Dir::State::lists "${folder}/lists";`,
    `Dir::State::status "${folder}/status";`,
    `Dir::Cache "${folder}/cache";`,
    `Dir::Etc::sourcelist "${folder}/strata.sources";`,
    `Dir::Etc::sourceparts "${folder}/none";`,
    `Dir::Etc::main "${folder}/none.conf";`,
    `Dir::Etc::parts "${folder}/none";`,
    `Dir::Etc::preferences "${folder}/strata.pref";`,
    `Dir::Etc::preferencesparts "${folder}/none";`,
    `APT::Architecture "${architecture}";`,
    `APT::Architectures { "${architecture}"; };`,
    `Acquire::Languages "none";`,
    "",
  ].join("\n");
}

// Another source may offer newer libraries, built for another release: only what Debian lacks is
// taken from it.
const DEBIAN_FIRST = "Package: *\nPin: release o=Debian\nPin-Priority: 990\n";

function aptError(wanted: string, from: string, result: CommandResult): StackError {
  // A warning of apt is not the reason; its output may contain the password of a proxy or mirror.
  const lines = result.stderr.split("\n").filter((line) => line.startsWith("E:"));
  const said = lines.slice(0, 2).join(" ").replaceAll(/\/\/[^/@\s]*@/g, "//");
  return new StackError(
    `Cannot fetch ${wanted} from "${from}": ${said || `apt-get ended with ${result.code}`}, ` +
      "check that this machine's apt can reach its mirror",
    { service: "native" },
  );
}
