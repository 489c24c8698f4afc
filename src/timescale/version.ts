/**
 * Compares two dotted versions by their numbers: negative if `a` is older, 0 if equal. A version
 * with a suffix such as `-dev` counts as older than the release.
 */
export function compareVersions(a: string, b: string): number {
  const left = parseVersion(a);
  const right = parseVersion(b);
  for (let i = 0; i < 3; i++) {
    const difference = (left.numbers[i] ?? 0) - (right.numbers[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return Number(right.prerelease) - Number(left.prerelease);
}

/** Tells whether a version is the given one or newer. */
export function isAtLeast(version: string, minimum: string): boolean {
  return compareVersions(version, minimum) >= 0;
}

function parseVersion(text: string): { numbers: readonly number[]; prerelease: boolean } {
  const match = /^(\d+)(?:\.(\d+))?(?:\.(\d+))?(.*)$/.exec(text.trim());
  if (match === null) {
    throw new TypeError(`Cannot read "${text}" as a version: write it like 2.18.2`);
  }
  const numbers = match.slice(1, 4).map((part) => Number(part ?? 0));
  return { numbers, prerelease: (match[4] ?? "") !== "" };
}
