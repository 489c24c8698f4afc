import type { Sink } from "../../../base/object_store/mod.ts";

/** A file at a place, read in pieces. */
export interface PlacedFile {
  /** Its full place, for people. */
  readonly name: string;
  readonly byteLength: number;
  slice(start: number, end?: number): Promise<ArrayBuffer>;
}

/** Where an archive stands: a prefix of a bucket, or a folder. Names are paths below it. */
export interface ArchivePlace {
  /** The place as the ledger holds it: `s3://BUCKET/PREFIX`, or the folder's full path. */
  readonly name: string;
  /** Writes a file: nothing stands under its name before all of it does, on the disk. */
  sink(path: string): Promise<Sink>;
  /** Reads a small file; undefined where there is none. */
  text(path: string): Promise<string | undefined>;
  /** Opens a file; undefined where there is none. */
  open(path: string): Promise<PlacedFile | undefined>;
  /** Gives a file a second name, whole and in one step, in place of what has that name. */
  copy(from: string, to: string): Promise<void>;
  /** Removes a file; one that is not there is no failure. */
  remove(path: string): Promise<void>;
  /** Lists the files below a path, and removes what interrupted writers left there. */
  sweep(path: string): Promise<readonly string[]>;
}
