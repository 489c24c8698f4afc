import { bySql } from "../../code_facts.ts";

/** Known bugs of TimescaleDB that touch a schema. */
export const BUG_CODES = {
  "lost-rows-on-conflict": bySql(
    "warning",
    "Before 2.18.1, `on conflict do nothing` of several rows stops at the first conflict (#7672).",
  ),
  "lost-rows-generic-plan": bySql(
    "warning",
    "Before 2.21.1, prepared statements miss rows of changed compressed chunks (#8336).",
  ),
  "wrong-rows-skipscan": bySql(
    "warning",
    "Before 2.29.2, SkipScan gives wrong rows where chunks are partly compressed (#10421, #10447).",
  ),
  "wrong-order-recompressed": bySql(
    "warning",
    "Before 2.27.0, recompressing may leave rows out of order, and reads take wrong ones (#9731).",
  ),
  "empty-reads-while-merging": bySql(
    "warning",
    "Before 2.20.0, a read finds nothing in a chunk that compression merges at that moment.",
  ),
  "wrong-count-delete": bySql(
    "info",
    "Before 2.20.0, a delete of whole compressed batches is answered with too few rows (#8031).",
  ),
  "duplicates-nulls-not-distinct": bySql(
    "warning",
    "`nulls not distinct` keys let duplicates into compressed chunks (#9575, #10057, #10579).",
  ),
  "duplicates-generated-key": bySql(
    "warning",
    "Before 2.22.0, a generated column in a key lets duplicates into compressed chunks (#8500).",
  ),
  "null-generated-column": bySql(
    "warning",
    "From 2.22.0 to 2.25.1, generated columns are stored as null in compressed chunks (#9314).",
  ),
  "crash-empty-sparse-index": bySql(
    "warning",
    "With `sparse_index = ''` the server crashes on an upsert (seen on 2.29.2).",
  ),
  "lost-rows-direct-compress": bySql(
    "warning",
    "Before 2.26.0, compressing while inserting loses rows of `insert … select` (#9381).",
  ),
  "vulnerable-timescaledb": bySql(
    "warning",
    "Before 2.29.1, users without special rights reach more than theirs (GHSA-hcfx-29v5-2rcw).",
  ),
  "merge-blocked": bySql(
    "info",
    "From 2.26.0 to 2.29.2, automatic bloom indexes keep chunks from merging (#10511).",
  ),
} as const;
