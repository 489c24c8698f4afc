/** Tells whether a failure to write is that of a full disk, which Deno has no error of its own for. */
export function isDiskFull(error: unknown): boolean {
  const text = error instanceof Error ? error.message : String(error);
  return /ENOSPC|No space left|os error 28/i.test(text);
}
