import type { Bucket } from "./bucket.ts";
import { unescaped } from "./list_objects.ts";

/**
 * Withdraws the uploads in parts below a prefix that nobody completed: they cost as objects do and
 * stand in no list of objects.
 */
export async function withdrawUploads(bucket: Bucket, prefix: string): Promise<void> {
  const query = `uploads=&${new URLSearchParams({ prefix })}`;
  const response = await bucket.ask("", { query });
  const text = await response.text();
  if (!response.ok) throw bucket.refused("list", response.status);
  for (const [, upload = ""] of text.matchAll(/<Upload>([^]*?)<\/Upload>/g)) {
    const key = unescaped(/<Key>([^<]*)</.exec(upload)?.[1] ?? "");
    const id = unescaped(/<UploadId>([^<]*)</.exec(upload)?.[1] ?? "");
    if (!key.startsWith(prefix) || id === "") continue;
    const request = { method: "DELETE", query: `uploadId=${encodeURIComponent(id)}` };
    await (await bucket.ask(key, request)).body?.cancel();
  }
}
