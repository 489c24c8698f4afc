import { bySql } from "../code_facts.ts";

/** What is found on sessions, upkeep and the server. */
export const SESSION_CODES = {
  "lock-wait": bySql("warning", "Sessions have waited long for a lock that another one holds."),
  "idle-in-transaction": bySql("warning", "A session has left a transaction open for long."),
  "prepared-transaction": bySql("warning", "A prepared transaction was never ended."),
  "slot-unused": bySql("warning", "A replication slot that nobody reads keeps log or rows."),
  "vacuum-held-back": bySql("warning", "An old snapshot keeps vacuum from removing dead rows."),
  "wraparound-near": bySql("warning", "A database has used much of its transaction numbers."),
  "wraparound-imminent": bySql("error", "A database will soon take no more writes."),
  "invalid-index": bySql("warning", "An index is not valid: its build broke off."),
  "preload-missing": bySql("warning", "TimescaleDB is installed and not preloaded."),
  "extension-outdated": bySql("warning", "The extension is older than the server's library."),
  "version-untested": bySql("info", "TimescaleDB is newer than this package was tested with."),
  "connections-scarce": bySql("warning", "Few connections are left on the server."),
  "disk-low": {
    ...bySql("warning", "Little is left of the disk with the data."),
    remedy: "command",
  },
  "disk-unknown": bySql("info", "What is left of the disk cannot be had from here."),
  "timescaledb-clock": {
    ...bySql("warning", "The clock of the database differs from that of this machine."),
    remedy: "command",
  },
  "late-series": {
    ...bySql("warning", "Followed series are late by their release calendar."),
    remedy: "command",
  },
} as const;
