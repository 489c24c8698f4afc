import { archive } from "./archive/lines.ts";
import type { FaultRoom } from "./fault_line.ts";
import { input } from "./input/lines.ts";
import { migrations } from "./migrations/lines.ts";
import { pool } from "./pool/lines.ts";
import { redis } from "./redis/lines.ts";
import { schedules } from "./schedules/lines.ts";
import { secrets } from "./secrets/lines.ts";
import { streams } from "./streams/lines.ts";
import { supply } from "./supply/lines.ts";
import { versions } from "./versions/lines.ts";
import { writers } from "./writers/lines.ts";

/** The table of faults, in its order: the rooms by their folders. */
export const faultRooms: Readonly<Record<string, FaultRoom>> = {
  migrations,
  pool,
  redis,
  writers,
  streams,
  schedules,
  versions,
  archive,
  input,
  secrets,
  supply,
};

/** The files of tests that the table names, relative to the project, each once. */
export function filesOf(rooms: readonly FaultRoom[]): string[] {
  const files = rooms.flatMap(({ lines }) => lines.flatMap(({ tests }) => tests))
    .map(({ file }) => `tests/${file}`);
  return [...new Set(files)].sort();
}
