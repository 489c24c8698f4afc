import type { Bucket } from "./bucket.ts";

/**
 * Lists the keys below a prefix, page by page.
 *
 * @throws {StrataError} If the server refuses.
 */
export async function* listObjects(bucket: Bucket, prefix: string): AsyncIterable<string> {
  for (let token: string | undefined, isFirst = true; isFirst || token !== undefined;) {
    isFirst = false;
    const query = new URLSearchParams({ "list-type": "2", prefix });
    if (token !== undefined) query.set("continuation-token", token);
    const response = await bucket.ask("", { query: query.toString() });
    const text = await response.text();
    if (!response.ok) throw bucket.refused("list", response.status);
    for (const [, key = ""] of text.matchAll(/<Key>([^<]*)<\/Key>/g)) yield unescaped(key);
    const next = /<NextContinuationToken>([^<]+)</.exec(text)?.[1];
    token = next === undefined ? undefined : unescaped(next);
  }
}

/** Reads a text of XML. */
export function unescaped(text: string): string {
  const entities: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'" };
  return text.replace(/&(lt|gt|quot|apos);/g, (_, name) => entities[name] ?? "")
    .replaceAll("&amp;", "&");
}
