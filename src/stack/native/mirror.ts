import type { AptSource } from "./apt_sources.ts";

/** The Debian release whose packages the native backend runs. */
export const SUITE = "trixie";

/** A Debian mirror from the machine's apt configuration. */
export interface Mirror {
  /** Its addresses. */
  readonly uris: readonly string[];
  /** The fields about its signature: `signed-by`, `trusted`. */
  readonly fields: Readonly<Record<string, string>>;
}

// Only Debian's own releases: a mirror of a derivative lacks Debian's packages.
const RELEASES = new Set([
  ...["oldoldstable", "oldstable", "stable", "testing", "unstable", "sid"],
  ...["buster", "bullseye", "bookworm", "trixie", "forky", "duke"],
]);

const KEPT_FIELDS = ["signed-by", "trusted", "allow-insecure"];

/**
 * Finds the mirror with Debian's `main` among the machine's sources, of any architecture where none
 * is given.
 */
export function findMirror(
  sources: readonly AptSource[],
  architecture?: string,
): Mirror | undefined {
  const source = sources.find((candidate) =>
    candidate.types.includes("deb") &&
    candidate.components.includes("main") &&
    candidate.suites.some((suite) => RELEASES.has(suite)) &&
    allowsArchitecture(candidate, architecture) &&
    candidate.uris.some((uri) => !uri.startsWith("cdrom:"))
  );
  if (source === undefined) return undefined;
  const fields = Object.entries(source.fields).filter(([name]) => KEPT_FIELDS.includes(name));
  return {
    uris: source.uris.filter((uri) => !uri.startsWith("cdrom:")),
    fields: Object.fromEntries(fields),
  };
}

/** Writes the `.sources` file that takes packages of {@linkcode SUITE} from the mirror. */
export function renderSource(mirror: Mirror): string {
  const fields = Object.entries(mirror.fields).map(([name, value]) => `${name}: ${value}`);
  return [
    "Types: deb",
    `URIs: ${mirror.uris.join(" ")}`,
    `Suites: ${SUITE}`,
    "Components: main",
    ...fields,
    "",
  ].join("\n");
}

/** Names the mirror by its first address, without user and password. */
export function mirrorName(mirror: Mirror): string {
  return (mirror.uris[0] ?? "").replace(/\/\/[^/@]*@/, "//");
}

function allowsArchitecture(source: AptSource, architecture: string | undefined): boolean {
  if (architecture === undefined) return true;
  const allowed = source.fields["architectures"]?.split(/\s+/);
  return allowed === undefined || allowed.includes(architecture);
}
