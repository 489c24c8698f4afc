/**
 * All rules, with one family per file.
 * Called by lint, which runs all of them.
 * Never reads text: rules get changes, and the schema before each.
 *
 * @module
 */
import type { LintRule } from "../rule.ts";
import { postgresColumnRules } from "./postgres_columns.ts";
import { postgresConventionRules } from "./postgres_conventions.ts";
import { postgresDestructiveRules } from "./postgres_destructive.ts";
import { postgresDropRules } from "./postgres_drops.ts";
import { postgresEnumRules } from "./postgres_enums.ts";
import { postgresLockRules } from "./postgres_locks.ts";
import { postgresPartitionRules } from "./postgres_partitions.ts";
import { postgresRightRules } from "./postgres_rights.ts";
import { postgresTransactionRules } from "./postgres_transactions.ts";
import { postgresTriggerRules } from "./postgres_triggers.ts";
import { postgresTypeRules } from "./postgres_types.ts";
import { postgresViewRules } from "./postgres_views.ts";
import { timescaleCallRules } from "./timescale_calls.ts";
import { timescaleCompressedRules } from "./timescale_compressed.ts";
import { timescaleDdlRules } from "./timescale_ddl.ts";
import { timescaleIntegerRules } from "./timescale_integers.ts";
import { timescaleKeyRules } from "./timescale_keys.ts";
import { timescaleNameRules } from "./timescale_names.ts";
import { timescaleRefreshRules } from "./timescale_refresh.ts";
import { timescaleRollupRules } from "./timescale_rollup.ts";
import { timescaleRelationRules } from "./timescale_relations.ts";

/** All rules, sorted by code. */
export const allRules: readonly LintRule[] = [
  ...timescaleKeyRules,
  ...timescaleRelationRules,
  ...timescaleRollupRules,
  ...timescaleCompressedRules,
  ...timescaleCallRules,
  ...timescaleDdlRules,
  ...timescaleRefreshRules,
  ...timescaleIntegerRules,
  ...timescaleNameRules,
  ...postgresTransactionRules,
  ...postgresColumnRules,
  ...postgresTypeRules,
  ...postgresLockRules,
  ...postgresDestructiveRules,
  ...postgresDropRules,
  ...postgresPartitionRules,
  ...postgresEnumRules,
  ...postgresRightRules,
  ...postgresTriggerRules,
  ...postgresViewRules,
  ...postgresConventionRules,
].sort((a, b) => a.code < b.code ? -1 : 1);
