/**
 * The version whose library a server does not find, from the error of any statement or one of its
 * causes.
 */
export function missingLibrary(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    const version = at.message.match(/could not access file "\$libdir\/timescaledb-([\w.-]+)"/)
      ?.[1];
    if (version !== undefined) return version;
  }
  return undefined;
}
