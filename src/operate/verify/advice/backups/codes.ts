import { byCommand } from "../code_facts.ts";

/** What is found on backups. */
export const BACKUP_CODES = {
  "backup-none": byCommand("timescaledb", "info", "There is no backup where backups are kept."),
  "backup-old": byCommand("timescaledb", "warning", "The newest backup is old."),
  "backup-unproven": byCommand(
    "timescaledb",
    "warning",
    "No backup of the last days was restored and compared: only then it is known to work.",
  ),
  "backup-unread": byCommand(
    "timescaledb",
    "warning",
    "The place with the backups cannot be read.",
  ),
  "backup-bad": byCommand("timescaledb", "warning", "Backups are broken, or failed their check."),
} as const;
