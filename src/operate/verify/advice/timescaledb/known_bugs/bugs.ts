import { identifier } from "../../../../../base/sql/mod.ts";
import { SAFE_SETTINGS, type SafeSetting } from "../../../../../timescale/mod.ts";
import { sqlName, sqlText } from "../../words.ts";
import type { KnownBug } from "./known_bug.ts";
import type { SchemaFacts, TableFacts } from "./schema_facts.ts";

/** Bugs with known wrong results, from TimescaleDB's changelog and issues, or seen by us. */
export const KNOWN_BUGS: readonly KnownBug[] = [
  {
    code: "lost-rows-on-conflict",
    issues: ["#7672", "#7673"],
    from: null,
    mendedIn: "2.18.1",
    touches: ({ hasUniqueKey, hasCompressed }) => hasUniqueKey && hasCompressed,
    sentence:
      "an insert of several rows with on conflict do nothing into a compressed chunk stops at " +
      "the first conflict, and the rows after it are lost without an error",
  },
  {
    // Seen on 2.18.2 on an open connection: 13 rows became 0 after an update; right on 2.29.2.
    code: "lost-rows-generic-plan",
    issues: ["#8336"],
    from: null,
    mendedIn: SAFE_SETTINGS.genericPlans.mendedIn,
    touches: ({ hasCompressed }, { isPlanCustom }) => hasCompressed && !isPlanCustom,
    sentence:
      "a prepared statement, and a check of a foreign key, misses rows of a compressed chunk " +
      "once one of them was updated or deleted",
    remedy: (facts) => settingSql(facts, SAFE_SETTINGS.genericPlans),
  },
  {
    // Seen on 2.18.2 on analyzed chunks, partly compressed, and over chunks of both kinds: there a
    // SkipScan of an uncompressed chunk takes the first row of the index, whatever order is asked.
    code: "wrong-rows-skipscan",
    issues: ["#10421", "#10429", "#10447"],
    from: null,
    mendedIn: SAFE_SETTINGS.skipScan.mendedIn,
    touches: ({ hasPartial, hasCompressed, hasUncompressed }, { isSkipScanOn }) =>
      isSkipScanOn && (hasPartial || (hasCompressed && hasUncompressed)),
    sentence:
      "distinct on, select distinct and count(distinct …) may miss rows or return wrong ones, " +
      "as the planner takes a SkipScan over chunks that are not all compressed",
    remedy: (facts) => settingSql(facts, SAFE_SETTINGS.skipScan),
  },
  {
    // Seen on 2.18.2: a late revision in a compressed chunk, compressed again by the policy, stands
    // behind the value that it replaces, and `distinct on (day) … order by day desc, release desc`
    // goes on with the old value. Mended by matching on the leading orderby column alone.
    code: "wrong-order-recompressed",
    issues: ["#9731"],
    from: null,
    mendedIn: SAFE_SETTINGS.segmentwiseRecompression.mendedIn,
    touches: ({ hasCompressed, isOrderedByMany }, { isSegmentwiseOn }) =>
      hasCompressed && isOrderedByMany && isSegmentwiseOn,
    sentence:
      "rows written into a compressed chunk may come out of order once it is compressed again, so " +
      "that distinct on and limit take wrong ones, such as a value in place of its revision; " +
      "rows-out-of-order names the chunks that are so",
    remedy: (facts) => settingSql(facts, SAFE_SETTINGS.segmentwiseRecompression),
  },
  {
    // Seen on 2.18.2 in one of 4,000 reads while chunks are merged, with deadlocks between the two:
    // all rows of the chunk that is merged into another are missing. Never on 2.20.0.
    code: "empty-reads-while-merging",
    issues: [],
    from: null,
    mendedIn: "2.20.0",
    touches: ({ isMerging }) => isMerging,
    sentence:
      "a read finds no rows of a chunk that compression merges into another one at that moment, " +
      "or ends in a deadlock with it",
    remedyOfTable: mergingSql,
  },
  {
    // Seen on 2.18.2: `delete … where series = 1` answers DELETE 0, and the rows are gone.
    code: "wrong-count-delete",
    issues: ["#8031"],
    from: "2.17.0",
    mendedIn: "2.20.0",
    touches: ({ hasCompressed }) => hasCompressed,
    sentence:
      "a delete of whole segments of compressed chunks removes them and is answered with too few " +
      "rows, or with none",
  },
  {
    code: "duplicates-nulls-not-distinct",
    issues: ["#9575", "#10057", "#10579"],
    from: null,
    mendedIn: null,
    touches: ({ hasNullsNotDistinct }) => hasNullsNotDistinct,
    sentence:
      "a key with nulls not distinct lets rows with a null in again that are in a compressed " +
      "chunk; make its columns not null, with a value of their own for what is absent",
    remedyOfTable: keysSql,
  },
  {
    code: "duplicates-generated-key",
    issues: ["#8500"],
    from: null,
    mendedIn: "2.22.0",
    touches: ({ hasGeneratedKey }) => hasGeneratedKey,
    sentence:
      "a generated column in a unique key is not compared with compressed rows: a duplicate is " +
      "stored",
  },
  {
    code: "null-generated-column",
    issues: ["#8926", "#9314"],
    from: "2.22.0",
    mendedIn: "2.25.2",
    touches: ({ hasGeneratedColumn, hasCompressed }) => hasGeneratedColumn && hasCompressed,
    sentence:
      "a row inserted into a compressed chunk may be stored with null in its generated columns",
  },
  {
    // Seen three times on 2.29.2, which ends with a segmentation fault.
    code: "crash-empty-sparse-index",
    issues: [],
    from: null,
    mendedIn: null,
    touches: ({ sparseIndex }) => sparseIndex === "empty",
    sentence:
      "sparse_index is set to nothing, with which an upsert into a compressed chunk ends the " +
      "whole server",
    remedyOfTable: resetSql,
  },
  {
    code: "lost-rows-direct-compress",
    issues: ["#9381"],
    from: "2.21.0",
    mendedIn: "2.26.0",
    touches: ({ hasUniqueKey }, { isDirectCompressOn }) => isDirectCompressOn && !hasUniqueKey,
    sentence:
      "rows are compressed while they are inserted, and an insert … select from a compressed " +
      "table can lose some",
    remedy: ({ database }) =>
      `alter database ${identifier(database)} set timescaledb.enable_direct_compress_insert = off;`,
  },
  {
    code: "vulnerable-timescaledb",
    issues: ["GHSA-hcfx-29v5-2rcw", "#10360", "#10379", "#10386"],
    from: null,
    mendedIn: "2.29.1",
    touchesDatabase: ({ otherUsers }) => otherUsers > 0,
    sentence:
      "users without special rights can call functions that check no rights, and crash the " +
      "server with made-up compressed data",
  },
  {
    // Mended in September 2026 (#10535), after 2.29.2 and before 2.30.
    code: "merge-blocked",
    issues: ["#10511", "#10535"],
    from: "2.26.0",
    mendedIn: "2.30.0",
    touches: ({ isMerging, hasWideIndex, sparseIndex }) =>
      isMerging && hasWideIndex && sparseIndex === "unset",
    sentence:
      "chunks are to be merged while compressing and are not: bloom indexes that the server adds " +
      "on its own differ from chunk to chunk",
    remedyOfTable: resetSql,
  },
];

function settingSql(
  { database }: SchemaFacts,
  { name, value }: Pick<SafeSetting, "name" | "value">,
): string {
  return `alter database ${identifier(database)} set ${name} = ${value};`;
}

function resetSql({ relation }: TableFacts): string {
  return `alter table ${sqlName(relation)} reset (timescaledb.sparse_index);`;
}

function mergingSql({ relation }: TableFacts): string {
  return `alter table ${sqlName(relation)} ` +
    "set (timescaledb.compress_chunk_time_interval = '0 days');";
}

function keysSql({ relation }: TableFacts): string {
  return "select indexrelid::regclass, pg_get_indexdef(indexrelid) from pg_index " +
    `where indrelid = ${sqlText(relation)}::regclass and indnullsnotdistinct;`;
}
