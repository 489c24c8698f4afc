import type { Sink } from "../../../base/object_store/mod.ts";

/** A backup that is being written: nothing stands under its name before it is committed. */
export interface Draft {
  /** Opens a file of it. */
  open(file: string): Promise<Sink>;
  /** Gives it its name; the manifest is written by now, as its last file. */
  commit(): Promise<void>;
  /** Removes what was written. */
  abort(): Promise<void>;
}

/** A place with backups. */
export interface BackupStore {
  /** The place, as it is given on the command line. */
  readonly place: string;
  /** Where a backup stands, as `restore` takes it. */
  placeOf(name: string): string;
  /** The names of whole backups, by name. */
  names(): Promise<readonly string[]>;
  /** Begins a backup. */
  begin(name: string): Promise<Draft>;
  /** Reads a small file; `undefined` where it does not exist. */
  text(name: string, file: string): Promise<string | undefined>;
  /**
   * Reads a file piece by piece.
   *
   * @throws {StrataError} If it does not exist or cannot be read.
   */
  bytes(name: string, file: string): AsyncIterable<Uint8Array>;
  /** Writes or replaces a small file in one step. */
  put(name: string, file: string, text: string): Promise<void>;
  /** Removes a backup; one that is removed in part is none. */
  remove(name: string): Promise<void>;
  /** Removes what interrupted backups left, and returns what it was. */
  clean(): Promise<readonly string[]>;
}
