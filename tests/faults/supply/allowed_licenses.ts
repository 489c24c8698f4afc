/** The licences that any dependency may have: they ask for a notice at most. */
export const allowedLicenses: ReadonlySet<string> = new Set([
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "ISC",
  "MIT",
  "PostgreSQL",
  "Python-2.0",
  "Unlicense",
]);

/** A package whose licence is allowed for itself alone. */
export interface LicenseException {
  readonly license: string;
  /** The folder that alone may import it. */
  readonly only: string;
  readonly why: string;
}

/** The packages that are allowed with a licence of another kind. */
export const licenseExceptions: Readonly<Record<string, LicenseException>> = {
  "axe-core": {
    license: "MPL-2.0",
    only: "tests",
    why: "MPL asks to pass on changes to its own files: it is used unchanged, by tests of the " +
      "dashboard alone, and is not part of what is published",
  },
};

/** Licences of packages that no machine of ours installs and that no parent of theirs tells. */
export const licensesByHand: Readonly<Record<string, string>> = {
  // macOS only, taken by tsx; not of tsx's own repository.
  fsevents: "MIT",
};

/** Whether a licence is allowed for a package; of alternatives (`A OR B`), one is enough. */
export function isAllowed(name: string, license: string): boolean {
  if (licenseExceptions[name]?.license === license) return true;
  const alternatives = license.replace(/^\((.*)\)$/, "$1").split(" OR ");
  return alternatives.some((one) =>
    one.split(" AND ").every((id) => allowedLicenses.has(id.replace(/^\(|\)$/g, "")))
  );
}
