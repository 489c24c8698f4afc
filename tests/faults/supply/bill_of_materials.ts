import { createHash } from "node:crypto";
import type { LicenseEntry } from "./license_list.ts";
import { type LockedPackage, type LockFile, reachable } from "./lock_file.ts";

/** What a bill of materials is made from. */
export interface Materials {
  /** The name, version and licence of this package, as in deno.json. */
  readonly project: LicenseEntry;
  readonly lock: LockFile;
  readonly licenses: readonly LicenseEntry[];
  /** The npm specifiers, such as `npm:pg@8.23.1`, that the published files import. */
  readonly published: ReadonlySet<string>;
}

/**
 * Writes the software bill of materials as CycloneDX 1.6. It has no time and no random number: the
 * same lock gives the same bytes. No tool of the field reads `deno.lock` yet (anchore/syft #4417,
 * cdxgen/cdxgen #1407, denoland/deno #22661).
 */
export function billOfMaterials({ project, lock, licenses, published }: Materials): string {
  const licenseOf = new Map(licenses.map((one) => [`${one.name}@${one.version}`, one.license]));
  const direct = [...lock.direct];
  const isPublished = ([specifier]: readonly [string, string]) => published.has(specifier);
  const atWork = reachable(lock, direct.filter(isPublished).map(([, id]) => id));
  const root = `${project.name}@${project.version}`;
  const body = {
    version: 1,
    metadata: {
      component: {
        type: "library",
        "bom-ref": root,
        ...nameParts(project.name),
        version: project.version,
        licenses: licenseChoice(project.license),
        purl: packageUrl("jsr", project),
      },
    },
    components: lock.packages.map((one) => ({
      type: "library",
      "bom-ref": one.id,
      ...nameParts(one.name),
      version: one.version,
      scope: !atWork.has(one.id) ? "excluded" : one.isForPlatform ? "optional" : "required",
      hashes: [{ alg: "SHA-512", content: hexOf(one) }],
      licenses: licenseChoice(licenseOf.get(`${one.name}@${one.version}`)),
      purl: packageUrl("npm", one),
    })),
    dependencies: [
      { ref: root, dependsOn: unique(direct.map(([, id]) => id)) },
      ...lock.packages.map(({ id, needs, mayTake }) => ({
        ref: id,
        dependsOn: unique([...needs, ...mayTake]),
      })),
    ],
  };
  const document = {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: `urn:uuid:${uuidOf(JSON.stringify(body))}`,
    ...body,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function packageUrl(
  kind: "jsr" | "npm",
  { name, version }: { readonly name: string; readonly version: string },
): string {
  return `pkg:${kind}/${name.replace(/^@/, "%40")}@${version}`;
}

function nameParts(name: string): { readonly group?: string; readonly name: string } {
  const [group = "", short] = name.split("/");
  return short === undefined ? { name } : { group, name: short };
}

function licenseChoice(license: string | undefined): readonly unknown[] {
  if (license === undefined) return [];
  return / (OR|AND|WITH) /.test(license)
    ? [{ expression: license }]
    : [{ license: { id: license } }];
}

function hexOf({ integrity = "" }: LockedPackage): string {
  return Uint8Array.fromBase64(integrity.replace(/^sha512-/, "")).toHex();
}

function unique(ids: readonly string[]): string[] {
  return [...new Set(ids)].sort();
}

/** A UUID of version 8 from a text. */
function uuidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  const variant = (parseInt(hex.slice(16, 17), 16) & 0x3 | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}
