import { resolve } from "node:path";
import { ConfigError } from "../../../base/errors.ts";
import { openBucket } from "../../../base/object_store/mod.ts";
import type { MinioSettings } from "../../../base/settings/mod.ts";
import { folderPlace } from "./folder_place.ts";
import type { ArchivePlace } from "./place.ts";
import { s3Place } from "./s3_place.ts";

/** What places need besides their name. */
export interface OpenPlaceOptions {
  /** The S3 server, for places of its buckets. */
  readonly minio: MinioSettings;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Opens a place for an archive: `s3://BUCKET/PREFIX`, or a folder.
 *
 * @throws {ConfigError} If it is neither.
 */
export function openArchivePlace(
  place: string,
  { minio, signal }: OpenPlaceOptions,
): ArchivePlace {
  if (!place.startsWith("s3://")) return folderPlace(resolve(place));
  const [, bucket, path = ""] = /^s3:\/\/([^/]+)(?:\/(.*))?$/.exec(place) ?? [];
  if (bucket === undefined) {
    throw new ConfigError(
      `Cannot use "${place}" for an archive: want s3://BUCKET/PREFIX or a folder`,
    );
  }
  const trimmed = path.replace(/\/+$/, "");
  const opened = openBucket(minio, {
    bucket,
    what: "archive",
    attempts: 6,
    timeoutMs: 300_000,
    ...signal === undefined ? {} : { signal },
  });
  return s3Place(opened, {
    name: trimmed === "" ? `s3://${bucket}` : `s3://${bucket}/${trimmed}`,
    prefix: trimmed === "" ? "" : `${trimmed}/`,
  });
}
