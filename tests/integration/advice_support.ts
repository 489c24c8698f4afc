import assert from "node:assert/strict";
import { loadSettings } from "../../src/base/settings/mod.ts";
import { loadSqlParser } from "../../src/migrate/lint/parse/sql_parser.ts";
import {
  type AdviceLimits,
  adviseOnServices,
  type Finding,
  FINDING_CODES,
  type FindingCode,
} from "../../src/operate/verify/mod.ts";
import type { ServiceName } from "../../src/stack/mod.ts";

/** The advice of `verify` on one service. */
export async function adviceOn(
  service: ServiceName,
  env: Readonly<Record<string, string>>,
  limits: Partial<AdviceLimits> = {},
): Promise<readonly Finding[]> {
  const settings = loadSettings({ envFile: false, env });
  const [advised] = await adviseOnServices({
    settings,
    services: [service],
    limits,
    timeoutMs: 5_000,
  });
  assert.ok(advised !== undefined);
  for (const finding of advised.findings) await assertPastable(finding);
  return advised.findings;
}

/** Asserts that a remedy is SQL that PostgreSQL's parser takes, or a command of a known program. */
async function assertPastable({ code, remedy, sentence }: Finding): Promise<void> {
  assert.match(sentence, /^[A-Z0-9a-z"][^\n]+[^.\s]$/, `${code}: ${sentence}`);
  if (FINDING_CODES[code].remedy === "command") {
    assert.match(remedy, /^(deno task|redis-cli|kafka-\w+\.sh|mc|mongosh|df|timedatectl) \S/);
    return;
  }
  assert.match(remedy, /;/, `${code}: ${remedy}`);
  const { parse } = await parser;
  assert.equal(parse(remedy).error, null, `${code}: ${remedy}`);
}

const parser = loadSqlParser();

/** The advice on a database. */
export async function adviceOnDatabase(
  url: string,
  limits: Partial<AdviceLimits> = {},
): Promise<readonly Finding[]> {
  return await adviceOn("timescaledb", { DATABASE_URL: url }, limits);
}

/** The findings of a code, by their objects. */
export function objectsOf(findings: readonly Finding[], code: FindingCode): readonly string[] {
  return findings.filter((one) => one.code === code).map(({ object = "" }) => object).toSorted();
}

/** The one finding of a code on an object. */
export function findingOn(
  findings: readonly Finding[],
  code: FindingCode,
  object?: string,
): Finding {
  const found = findings.filter((one) =>
    one.code === code && (object === undefined || one.object === object)
  );
  const [only] = found;
  assert.ok(only !== undefined && found.length === 1, `${code}: ${JSON.stringify(findings)}`);
  return only;
}
