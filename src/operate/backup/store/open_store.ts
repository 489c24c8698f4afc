import { basename, dirname, resolve } from "node:path";
import { ConfigError } from "../../../base/errors.ts";
import { openBucket } from "../../../base/object_store/mod.ts";
import type { MinioSettings } from "../../../base/settings/mod.ts";
import { isBackupName } from "../manifest/mod.ts";
import { folderStore } from "./folder_store.ts";
import { s3Store } from "./s3_store.ts";
import type { BackupStore } from "./store.ts";

/** Where backups go and are looked for unless a place is named. */
export const DEFAULT_FOLDER = ".strata/backups";

/** What stores need besides their place. */
export interface StoreOptions {
  readonly minio: MinioSettings;
  readonly signal?: AbortSignal;
}

/**
 * Opens a folder, or `s3://bucket/prefix`.
 *
 * @throws {ConfigError} If it is no place for backups.
 */
export function openStore(place: string, { minio, signal }: StoreOptions): BackupStore {
  if (!place.startsWith("s3://")) return folderStore(resolve(place));
  const [, bucket, path = ""] = /^s3:\/\/([^/]+)(?:\/(.*))?$/.exec(place) ?? [];
  if (bucket === undefined) {
    throw new ConfigError(`Cannot use "${place}" for backups: want s3://BUCKET/PREFIX or a folder`);
  }
  const prefix = path === "" || path.endsWith("/") ? path : `${path}/`;
  const opened = openBucket(minio, {
    bucket,
    what: "backup",
    attempts: 6,
    timeoutMs: 300_000,
    ...signal === undefined ? {} : { signal },
  });
  return s3Store(opened, bucket, prefix);
}

/** A backup as it is named on the command line. */
export interface NamedBackup {
  readonly store: BackupStore;
  readonly name: string;
}

/**
 * Finds a backup by its path, its address in a bucket, its name in the default folder, or the word
 * `newest`.
 *
 * @throws {ConfigError} If there is none.
 */
export async function findBackup(text: string, options: StoreOptions): Promise<NamedBackup> {
  const path = text.replace(/\/+$/, "");
  const name = basename(path);
  const hasPlace = path.includes("/");
  const place = !hasPlace ? DEFAULT_FOLDER : dirname(path);
  const store = openStore(place, options);
  const names = await store.names();
  if (isBackupName(name) && names.includes(name)) return { store, name };
  const newest = names.at(-1);
  if (name === "newest" && newest !== undefined) return { store, name: newest };
  throw new ConfigError(
    `Cannot find the backup "${text}": ${
      newest === undefined
        ? `${store.place} holds none`
        : `${store.place} holds ${names.length}, the newest is ${newest}`
    }; "deno task backup list" shows them`,
  );
}
