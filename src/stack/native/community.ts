import { runCommand } from "../command.ts";
import type { AptSource } from "./apt_sources.ts";

/** The package of TimescaleDB's Community edition, as Timescale names it. */
export const COMMUNITY_PACKAGE = "timescaledb-2-postgresql-17";

/** What Timescale's source has to offer: the extension and its loader, of one version. */
export const COMMUNITY_PACKAGES = [
  COMMUNITY_PACKAGE,
  "timescaledb-2-loader-postgresql-17",
  "postgresql-17",
];

/** The package of the Apache edition, as Debian names it. */
export const APACHE_PACKAGE = "postgresql-17-timescaledb";

/**
 * Finds the source, among those that the user has added to apt, that offers Timescale's packages:
 * one that apt's own lists name for the package, else one whose address says so.
 */
export function findTimescaleSource(
  sources: readonly AptSource[],
  architecture: string,
  madison = "",
): AptSource | undefined {
  const usable = sources.filter(({ types, uris, fields }) => {
    const allowed = fields["architectures"]?.split(/\s+/);
    return types.includes("deb") && uris.some((uri) => /^[a-z+]+:/.test(uri)) &&
      (allowed === undefined || allowed.includes(architecture));
  });
  const listed = Array.from(
    madison.matchAll(/^[^|]*\|[^|]*\|\s*(\S+)\s+([^\s/]*)/gm),
    ([, uri = "", suite = ""]) => `${plainUri(uri)} ${suite}`,
  );
  const isListed = ({ uris, suites }: AptSource) =>
    uris.some((uri) => suites.some((suite) => listed.includes(`${plainUri(uri)} ${suite}`)));
  const isNamed = ({ uris }: AptSource) => uris.some((uri) => /timescale/i.test(plainUri(uri)));
  return usable.find(isListed) ?? usable.find(isNamed);
}

/** Asks the machine's apt which sources offer the package, as far as its lists are fetched. */
export async function askAptLists(): Promise<string> {
  const { code, stdout } = await runCommand(["apt-cache", "madison", COMMUNITY_PACKAGE]);
  return code === 0 ? stdout : "";
}

/** Names a source by its first address, without user and password. */
export function sourceName({ uris }: Pick<AptSource, "uris">): string {
  return plainUri(uris[0] ?? "");
}

const KEPT_FIELDS = ["signed-by", "trusted", "allow-insecure"];

/** Writes a source as the user has it, with the keyring that it names. */
export function renderUserSource({ uris, suites, components, fields }: AptSource): string {
  const kept = Object.entries(fields).filter(([name]) => KEPT_FIELDS.includes(name));
  return [
    "Types: deb",
    `URIs: ${uris.join(" ")}`,
    `Suites: ${suites.join(" ")}`,
    ...components.length === 0 ? [] : [`Components: ${components.join(" ")}`],
    ...kept.map(([name, value]) => `${name}: ${value}`),
    "",
  ].join("\n");
}

/** Names the edition in an unpacked tree with its version: `2.29.2 Community edition`. */
export function editionText(versions: Readonly<Record<string, string>>): string | undefined {
  const community = versions[COMMUNITY_PACKAGE];
  const version = community ?? versions[APACHE_PACKAGE];
  if (version === undefined) return undefined;
  return `${upstreamVersion(version)} ${community === undefined ? "Apache" : "Community"} edition`;
}

/** Leaves Debian's epoch and revision out of a package's version. */
export function upstreamVersion(version: string): string {
  return version.replace(/^\d+:/, "").replace(/[-+~].*/, "");
}

function plainUri(uri: string): string {
  return uri.replace(/\/\/[^/@]*@/, "//").replace(/\/$/, "");
}
