import type { CodeFacts } from "./code_facts.ts";
import { BACKUP_CODES } from "./backups/codes.ts";
import { REDIS_CODES } from "./redis/codes.ts";
import { STORE_CODES } from "./stores/codes.ts";
import { TIMESCALEDB_CODES } from "./timescaledb/codes.ts";
import { BUG_CODES } from "./timescaledb/known_bugs/bug_codes.ts";
import { SESSION_CODES } from "./timescaledb/session_codes.ts";

/** Every finding that `verify` knows, by its code, which never changes. */
export const FINDING_CODES = {
  ...TIMESCALEDB_CODES,
  ...SESSION_CODES,
  ...BUG_CODES,
  ...BACKUP_CODES,
  ...REDIS_CODES,
  ...STORE_CODES,
} as const satisfies Readonly<Record<string, CodeFacts>>;

/** The code of a finding. */
export type FindingCode = keyof typeof FINDING_CODES;
