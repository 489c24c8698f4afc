/** The version whose library a server does not find, from the error of any statement. */
export function missingLibrary(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return error.message.match(/could not access file "\$libdir\/timescaledb-([\w.-]+)"/)?.[1];
}
