import { join } from "node:path";
import { licensesByHand } from "./allowed_licenses.ts";
import { type LockedPackage, type LockFile, root } from "./lock_file.ts";

/** Where the list of licences lies, relative to the project. */
export const LICENSE_LIST = ".github/LICENSES.md";

/** The licence of one package. */
export interface LicenseEntry {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression, or what the package says instead. */
  readonly license: string;
}

/** Reads the list of this project. */
export async function readLicenseList(): Promise<LicenseEntry[]> {
  return parseLicenseList(await Deno.readTextFile(join(root, LICENSE_LIST)));
}

/** Writes the list as Markdown, a row a package. */
export function formatLicenseList(entries: readonly LicenseEntry[]): string {
  const header = ["Package", "Version", "Licence"];
  const rows = entries.map(({ name, version, license }) => [name, version, license]);
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? "").length))
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return `# Licences of the dependencies

Every package of \`deno.lock\`, transitive ones, those of other platforms and those of tests alone
included. Written by a test, as the packages say themselves; a test refuses a licence that is not
allowed, and a package that is missing here.

${[line(header), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n")}
`;
}

/** Parses what {@linkcode formatLicenseList} wrote. */
export function parseLicenseList(text: string): LicenseEntry[] {
  return text.split("\n").filter((line) => line.startsWith("| ")).slice(2).map((line) => {
    const [name = "", version = "", license = ""] = line.slice(1, -1).split("|")
      .map((cell) => cell.trim());
    return { name, version, license };
  });
}

/**
 * Lists the licence of each package. What this platform does not install is part of the release of
 * the package that may take it, and has its licence.
 */
export async function listLicenses(
  { packages }: LockFile,
  read: (one: LockedPackage) => Promise<string | undefined>,
): Promise<LicenseEntry[]> {
  const entries = new Map<string, LicenseEntry>();
  for (const one of packages) {
    const parent = packages.find(({ mayTake }) => one.isForPlatform && mayTake.includes(one.id));
    const license = licensesByHand[one.name] ?? await read(parent ?? one) ?? "unknown";
    const { name, version } = one;
    entries.set(`${name}@${version}`, { name, version, license });
  }
  return [...entries.values()];
}
