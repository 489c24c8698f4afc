import assert from "node:assert/strict";
import { type LintDefinitions, lintMigrations } from "../../../../src/migrate/lint/mod.ts";
import { defineMigration, type MigrationBuilder } from "../../../../src/migrate/mod.ts";
import { parseTarget } from "../../../../src/migrate/author/target.ts";

/** The steps of a migration: SQL, or calls of the builder. */
export type Script = string | ((m: MigrationBuilder) => void);

/** A case of a rule. */
export interface LintCase {
  /** The earlier migration; `schema` by default. */
  readonly old?: Script;
  /** The steps of the migration under test. */
  readonly up: Script;
  /** The steps that revert it; null for no down. */
  readonly down?: Script | null;
  /** False if it runs without a transaction. */
  readonly transaction?: boolean;
  /** The server, `timescaledb-2.18.2/community` by default. */
  readonly target?: string;
  /** What is known about the tables. */
  readonly definitions?: LintDefinitions;
  /** The silenced rules of the migration. */
  readonly lintIgnore?: Readonly<Record<string, string>>;
}

/**
 * Creates a plain table, a hypertable, a compressed hypertable and a continuous aggregate, all
 * without findings.
 */
export function schema(m: MigrationBuilder): void {
  m.sql(`
    create table plain (id integer not null, note text, size varchar(10), at timestamptz,
      constraint pk_plain primary key (id));
    create table hyper (series integer not null, time timestamptz not null, value real,
      constraint pk_hyper primary key (series, time));
    create table packed (series integer not null, time timestamptz not null, value real,
      constraint pk_packed primary key (series, time))`);
  m.createHypertable("hyper", { by: "time", chunkInterval: "7 days" });
  m.createHypertable("packed", { by: "time", chunkInterval: "7 days" });
  m.setCompression("packed", { segmentBy: ["series"], orderBy: ["time desc"] });
  m.addCompressionPolicy("packed", { after: "30 days" });
  m.createContinuousAggregate("daily", {
    query: "select time_bucket('1 day', time) as day, count(*) from hyper group by 1",
  });
}

/** Returns the findings of the migration under test. */
export async function findingsOf(given: LintCase) {
  const { old = schema, up, down, transaction = true, target, definitions, lintIgnore = {} } =
    given;
  const before = defineMigration("0001_before", { up: script(old), down: script(dropAll) });
  const reverts = down === null ? {} : { down: script(down ?? "select 1") };
  const tested = defineMigration("0002_tested", {
    up: script(up),
    ...reverts,
    transaction,
    lintIgnore,
  });
  const findings = await lintMigrations([before, tested], {
    ...(target === undefined ? {} : { target: parseTarget(target) }),
    ...(definitions === undefined ? {} : { definitions }),
  });
  return findings.filter((finding) => finding.migration === "0002_tested");
}

/** Declares tests for cases in which a rule must find something, and in which it must not. */
export function ruleTests(
  code: string,
  cases: {
    readonly fires: Readonly<Record<string, LintCase>>;
    readonly quiet: Readonly<Record<string, LintCase>>;
  },
): void {
  for (const [name, given] of Object.entries(cases.fires)) {
    Deno.test(`lintMigrations finds ${code} in ${name}`, async () => {
      const findings = await findingsOf(given);
      assert.ok(findings.some((finding) => finding.code === code), show(findings));
    });
  }
  for (const [name, given] of Object.entries(cases.quiet)) {
    Deno.test(`lintMigrations finds no ${code} in ${name}`, async () => {
      const findings = await findingsOf(given);
      assert.ok(!findings.some((finding) => finding.code === code), show(findings));
      assert.ok(!findings.some((finding) => finding.code === "PG001"), show(findings));
    });
  }
}

const dropAll =
  `drop materialized view daily; drop table packed; drop table hyper; drop table plain`;

function script(text: Script): (m: MigrationBuilder) => void {
  return typeof text === "string" ? (m) => m.sql(text) : text;
}

function show(findings: readonly { readonly code: string; readonly reason: string }[]): string {
  return findings.map(({ code, reason }) => `${code} ${reason}`).join("\n") || "no finding";
}
