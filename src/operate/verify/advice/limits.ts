const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

/** From where on something is worth advice. */
export const ADVICE_LIMITS = {
  /** How long past its hour a job is overdue. */
  overdueMs: 15 * MINUTE,
  /** How long a policy may be behind, beside two of its intervals. */
  behindMs: MINUTE,
  /** Under this many rows a segment, compression gains nothing. */
  rowsPerSegment: 100,
  /** Fewer rows than this in all tell nothing about density. */
  rowsToJudge: 1_000,
  /** Compression that saves less than this factor is poor, of at least so many bytes. */
  compressionRatio: 2,
  bytesToJudge: 1_048_576,
  /** From this age on a chunk without a policy should be compressed, in lengths of a chunk. */
  chunksUncompressed: 3,
  /** What remains to be done after a day is not on its way. */
  settledMs: DAY,
  /** How long a session may wait for a lock, and keep a transaction open while it does nothing. */
  lockWaitMs: 10_000,
  idleMs: 5 * MINUTE,
  /** Snapshots older than this, in transactions, hold vacuum back. */
  snapshotAge: 10_000_000,
  /** The log that an unused replication slot may keep. */
  slotBytes: 1_073_741_824,
  /** Transaction numbers used, of 2,147 million: autovacuum steps in at 200 million by default. */
  wraparoundAge: 1_000_000_000,
  wraparoundLastAge: 1_900_000_000,
  /** The part of the connections that may be taken. */
  connectionsPart: 0.8,
  /** What has to be left of a disk: this part, or this much. */
  diskPart: 0.1,
  diskBytes: 1_073_741_824,
  /** How long past its hour a release is late. */
  lateReleaseMs: 60 * MINUTE,
  /** How old the newest backup may be, and the newest that was restored and compared. */
  backupAgeMs: 2 * DAY,
  backupProvenMs: 8 * DAY,
  /** The part of Redis's memory that may be used. */
  memoryPart: 0.9,
  /** Commands of Redis that took longer are slow; those of the last hour are told. */
  slowCommandMs: 100,
  slowSinceMs: 60 * MINUTE,
  /**
   * A clock may differ by this much: an instant decides what was known, and machines that follow a
   * time server differ by milliseconds.
   */
  clockMs: 1_000,
} as const;

/** The limits of {@linkcode ADVICE_LIMITS}, any of them changed. */
export type AdviceLimits = { readonly [Limit in keyof typeof ADVICE_LIMITS]: number };
