/**
 * Reads a `Retry-After` header, in seconds or as an HTTP date, as milliseconds from now; undefined
 * if there is none that can be read.
 */
export function retryAfterMs(header: string | null, now: number = Date.now()): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1_000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
