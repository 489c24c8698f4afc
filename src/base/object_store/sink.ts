/** Where bytes go. Nothing stands under its final name before it is closed. */
export interface Sink {
  /** Its place, for people. */
  readonly place: string;
  /** Writes bytes; resolves once more may come. */
  write(bytes: Uint8Array): Promise<void>;
  /** Ends it: from now on it stands under its name. */
  close(): Promise<void>;
  /** Removes what was written. */
  abort(): Promise<void>;
}
