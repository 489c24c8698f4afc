import {
  type Bucket,
  listObjects,
  objectSink,
  readObject,
  withdrawUploads,
} from "../../../base/object_store/mod.ts";
import { byAge, isBackupName, MANIFEST } from "../manifest/mod.ts";
import { markUnfinished, removeUnfinished, UNFINISHED } from "./unfinished.ts";
import { BackupDamage } from "./backup_damage.ts";
import type { BackupStore, Draft } from "./store.ts";

/**
 * Backups in a bucket: a backup is one once its manifest stands there, as its last object.
 *
 * @param bucketName The bucket's, for the addresses by which backups are asked for.
 */
export function s3Store(bucket: Bucket, bucketName: string, prefix: string): BackupStore {
  const keyOf = (name: string, file: string) => `${prefix}${name}/${file}`;
  const put = async (name: string, file: string, text: string) => {
    const sink = objectSink(bucket, keyOf(name, file));
    await sink.write(new TextEncoder().encode(text));
    await sink.close();
  };
  const removeAll = async (name: string) => {
    const below = `${prefix}${name}/`;
    await withdrawUploads(bucket, below);
    for (const key of await Array.fromAsync(listObjects(bucket, below))) await remove(bucket, key);
  };
  return {
    place: `s3://${bucketName}/${prefix}`,
    placeOf: (name) => `s3://${bucketName}/${prefix}${name}`,
    async names() {
      const files = await filesByName(bucket, prefix);
      return byAge([...files].filter(([, has]) => has.has(MANIFEST)).map(([name]) => name));
    },
    async begin(name): Promise<Draft> {
      const mark = await markUnfinished((text) => put(name, UNFINISHED, text));
      return {
        open: (file) => Promise.resolve(objectSink(bucket, keyOf(name, file))),
        async commit() {
          mark.stop();
          await remove(bucket, keyOf(name, UNFINISHED));
        },
        async abort() {
          mark.stop();
          // The signal of the backup may have ended; what stays is removed by a later run.
          await removeAll(name).catch(() => {});
        },
      };
    },
    async text(name, file) {
      const response = await bucket.ask(keyOf(name, file));
      const text = await response.text();
      if (response.status === 404) return undefined;
      if (!response.ok) throw bucket.refused("read", response.status);
      return text;
    },
    async *bytes(name, file) {
      for await (const bytes of readObject(bucket, keyOf(name, file))) {
        if (bytes === undefined) {
          throw new BackupDamage(`${bucket.place}/${keyOf(name, file)}`, "it is missing");
        }
        yield bytes;
      }
    },
    put,
    async remove(name) {
      await remove(bucket, keyOf(name, MANIFEST));
      await removeAll(name);
    },
    async clean() {
      const removed: string[] = [];
      for (const [name, has] of await filesByName(bucket, prefix)) {
        if (has.has(MANIFEST)) continue;
        const text = await this.text(name, UNFINISHED);
        if (await removeUnfinished(text, () => removeAll(name))) removed.push(name);
      }
      return removed;
    },
  };
}

async function filesByName(bucket: Bucket, prefix: string): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>();
  for await (const key of listObjects(bucket, prefix)) {
    const [name = "", file, ...rest] = key.slice(prefix.length).split("/");
    if (!isBackupName(name) || file === undefined || rest.length > 0) continue;
    found.set(name, (found.get(name) ?? new Set()).add(file));
  }
  return found;
}

async function remove(bucket: Bucket, key: string): Promise<void> {
  const response = await bucket.ask(key, { method: "DELETE" });
  await response.body?.cancel();
  if (!response.ok && response.status !== 404) throw bucket.refused("remove", response.status);
}
