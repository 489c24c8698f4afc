import assert from "node:assert/strict";
import {
  judgeKnownBugs,
  readSchemaFacts,
} from "../../src/operate/verify/advice/timescaledb/known_bugs/mod.ts";
import { KNOWN_BUGS } from "../../src/operate/verify/advice/timescaledb/known_bugs/bugs.ts";
import { FINDING_CODES, type FindingCode } from "../../src/operate/verify/mod.ts";
import { detectServer, isAtLeast } from "../../src/timescale/mod.ts";
import { serverTest } from "../support/mod.ts";
import { adviceOnDatabase, objectsOf } from "./advice_support.ts";

const columns = "sensor int not null, time timestamptz not null, value float8";

const hypertable = (name: string, columns: string, options = "") => [
  `create table ${name} (${columns})`,
  `select create_hypertable('${name}', by_range('time', interval '1 day'),
    create_default_indexes => false)`,
  `alter table ${name} set (timescaledb.compress, timescaledb.compress_segmentby = 'sensor',
    timescaledb.compress_orderby = 'time'${options})`,
];

const compressed = (name: string) => [
  `insert into ${name} (sensor, time, value)
   select 1, time, 1 from generate_series(timestamptz '2026-01-01Z', '2026-01-02Z', '1 hour') time`,
  `select compress_chunk(c) from show_chunks('${name}') c`,
];

/** The first version that has a bug, and the first that does not. */
const edges: readonly (readonly [FindingCode, string | null, string | null])[] = [
  ["lost-rows-on-conflict", "2.18.0", "2.18.1"],
  ["lost-rows-generic-plan", "2.21.0", "2.21.1"],
  ["wrong-rows-skipscan", "2.29.1", "2.29.2"],
  ["wrong-order-recompressed", "2.26.4", "2.27.0"],
  ["empty-reads-while-merging", "2.19.3", "2.20.0"],
  ["wrong-count-delete", "2.19.3", "2.20.0"],
  ["duplicates-nulls-not-distinct", "2.31.0", null],
  ["duplicates-generated-key", "2.21.4", "2.22.0"],
  ["null-generated-column", "2.25.1", "2.25.2"],
  ["null-generated-column", "2.22.0", "2.21.4"],
  ["vulnerable-timescaledb", "2.29.0", "2.29.1"],
  ["merge-blocked", "2.29.2", "2.30.0"],
  ["merge-blocked", "2.26.0", "2.25.2"],
];

serverTest("community", "verify names the known bugs that touch a schema", async (t, db) => {
  const { client, url } = db;
  const role = `strata_test_${crypto.randomUUID().slice(0, 8)}`;
  const server = await detectServer(client);
  const version = server.timescaledb ?? "";
  const isNew = isAtLeast(version, "2.22.0");

  await t.step("none touches a schema that has nothing of theirs", async () => {
    for (const sql of hypertable("plain", `${columns}, primary key (sensor, time)`)) {
      await client.query(sql);
    }
    const facts = { ...await readSchemaFacts(client), otherUsers: 0 };
    for (const { mendedIn } of KNOWN_BUGS) {
      assert.deepEqual(judgeKnownBugs(mendedIn ?? version, facts), []);
    }
    assert.deepEqual(judgeKnownBugs("2.18.0", facts), []);
  });

  await client.query(`create role ${role} login`);
  try {
    for (
      const sql of [
        ...hypertable("partly", `${columns}, primary key (sensor, time)`),
        ...compressed("partly"),
        "insert into partly values (2, '2026-01-01 00:30Z', 1)",
        ...hypertable("equal_nulls", `${columns}, unique nulls not distinct (sensor, value, time)`),
        ...hypertable(
          "made",
          `${columns}, twice int generated always as (sensor * 2) stored,
            unique (sensor, twice, time)`,
        ),
        ...compressed("made"),
        ...hypertable(
          "merged",
          `${columns}, primary key (sensor, time)`,
          ", timescaledb.compress_chunk_time_interval = '30 days'",
        ),
        ...hypertable("ordered", `${columns}, primary key (sensor, time)`)
          .map((sql) => sql.replace("orderby = 'time'", "orderby = 'time, value'")),
        ...compressed("ordered"),
        ...(isNew
          ? [
            ...hypertable("empty", columns, ", timescaledb.sparse_index = ''"),
            ...hypertable("direct", columns),
            `alter database ${db.name} set timescaledb.enable_direct_compress_insert = on`,
          ]
          : []),
      ]
    ) await client.query(sql);
    const facts = await readSchemaFacts(client);
    const codesAt = (at: string) => judgeKnownBugs(at, facts).map(({ code }) => code);

    for (const [code, at, without] of edges) {
      await t.step(`${code} in ${at}, not in ${without ?? "any later version"}`, () => {
        if (at !== null) assert.ok(codesAt(at).includes(code));
        if (without !== null) assert.ok(!codesAt(without).includes(code));
      });
    }

    await t.step("those of settings that newer servers have", () => {
      const has = (at: string, code: FindingCode) => codesAt(at).includes(code);
      assert.equal(has("2.29.2", "crash-empty-sparse-index"), isNew);
      assert.equal(has("2.25.2", "lost-rows-direct-compress"), isNew);
      assert.equal(has("2.26.0", "lost-rows-direct-compress"), false);
    });

    await t.step("each names its tables, and verify those of this server", async () => {
      const found = await adviceOnDatabase(url);
      const live = isNew
        ? ["crash-empty-sparse-index", "duplicates-nulls-not-distinct", "merge-blocked"]
        : [
          "duplicates-generated-key",
          "duplicates-nulls-not-distinct",
          "empty-reads-while-merging",
          "lost-rows-generic-plan",
          "vulnerable-timescaledb",
          "wrong-count-delete",
          "wrong-order-recompressed",
          "wrong-rows-skipscan",
        ];
      const codes = new Set<string>(KNOWN_BUGS.map(({ code }) => code));
      const told = found.filter(({ code }) => codes.has(code)).map(({ code }) => code).toSorted();
      assert.deepEqual(told, live);
      assert.deepEqual(objectsOf(found, "duplicates-nulls-not-distinct"), ["equal_nulls"]);
    });

    await t.step("each remedy can be pasted, and ends what a setting can end", async () => {
      const found = await adviceOnDatabase(url);
      for (const { code, remedy } of found) {
        if (KNOWN_BUGS.some((bug) => bug.code === code) && !remedy.startsWith("alter extension")) {
          await client.query(remedy);
        }
      }
      const after = (await adviceOnDatabase(url)).map(({ code }) => code);
      for (
        const code of [
          "lost-rows-generic-plan",
          "wrong-rows-skipscan",
          "wrong-order-recompressed",
          "empty-reads-while-merging",
          "crash-empty-sparse-index",
        ] as const
      ) assert.ok(!after.includes(code), code);
    });
  } finally {
    await client.query(`drop role ${role}`);
  }
}, { timescaledb: true });

Deno.test("every known bug has a code, and every code of a bug its bug", () => {
  for (const { code } of KNOWN_BUGS) assert.ok(code in FINDING_CODES);
  assert.equal(new Set(KNOWN_BUGS.map(({ code }) => code)).size, KNOWN_BUGS.length);
});
