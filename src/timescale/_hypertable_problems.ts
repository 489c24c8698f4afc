import type { getTableConfig } from "drizzle-orm/pg-core";
import type { Hypertable } from "./declared_hypertable.ts";
import { integerProblems } from "./_integer_problems.ts";
import { intervalMicroseconds, parseInterval } from "./interval.ts";
import { isNumberSpan } from "./span.ts";

type TableConfig = ReturnType<typeof getTableConfig>;

/** Lists everything that is wrong with a declaration, one sentence each. */
export function hypertableProblems(declared: Hypertable, config: TableConfig): string[] {
  return [
    ...keyProblems(declared, config),
    ...compressionProblems(declared, uniqueKeys(config)),
    ...intervalProblems(declared),
    ...integerProblems(declared, config),
  ];
}

function uniqueKeys(config: TableConfig): readonly (readonly string[])[] {
  return [
    ...config.columns.filter((column) => column.primary).map((column) => [column.name]),
    ...config.primaryKeys.map((key) => key.columns.map((column) => column.name)),
    ...config.columns.filter((column) => column.isUnique).map((column) => [column.name]),
    ...config.uniqueConstraints.map((key) => key.columns.map((column) => column.name)),
    ...config.indexes.filter((index) => index.config.unique).map((index) =>
      index.config.columns.map((column) => "name" in column ? column.name ?? "" : "")
    ),
  ];
}

function keyProblems(declared: Hypertable, config: TableConfig): string[] {
  const problems: string[] = [];
  const keys = uniqueKeys(config);
  const time = config.columns.find((column) => column.name === declared.timeColumn);
  const inPrimaryKey = config.primaryKeys.some((key) =>
    key.columns.some((column) => column.name === declared.timeColumn)
  );
  if (time !== undefined && !time.notNull && !inPrimaryKey) {
    problems.push(`its time column ${declared.timeColumn} is nullable, declare it notNull()`);
  }
  for (const key of keys) {
    if (!key.includes(declared.timeColumn)) {
      problems.push(
        `the unique key (${key.join(", ")}) lacks the time column ${declared.timeColumn}, add it`,
      );
    }
  }
  if (keys.length > 1 && declared.compression !== null) {
    problems.push(
      `it has ${keys.length} unique keys, and writing into a compressed chunk is slow or fails ` +
        "with more than one: keep the natural key alone",
    );
  }
  return problems;
}

function compressionProblems(
  declared: Hypertable,
  keys: readonly (readonly string[])[],
): string[] {
  const { compression } = declared;
  if (compression === null) return [];
  const problems: string[] = [];
  const ordered = compression.orderBy.map((entry) => entry.column);
  const covered = new Set([...compression.segmentBy, ...ordered]);
  for (const column of keys.flat()) {
    if (!covered.has(column)) {
      problems.push(
        `the key column ${column} is neither in segmentBy nor in orderBy, add it to one`,
      );
    }
  }
  for (const column of compression.segmentBy.filter((name) => ordered.includes(name))) {
    problems.push(`the column ${column} is in segmentBy and in orderBy, leave it in one`);
  }
  if (compression.orderBy.length === 0) {
    problems.push("orderBy is empty, name the time column at least");
  }
  if (compression.rollup !== null && ordered[0] !== declared.timeColumn) {
    problems.push(`rollup merges chunks only where ${declared.timeColumn} comes first in orderBy`);
  }
  return problems;
}

function intervalProblems(declared: Hypertable): string[] {
  const problems: string[] = [];
  const read = (what: string, text: string | null): number | null => {
    if (text === null) return null;
    // Spans of numbers are compared with each other alone: a mixture is a problem of its own.
    if (isNumberSpan(text)) return Number(text);
    try {
      return intervalMicroseconds(parseInterval(text));
    } catch (error) {
      problems.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
      return null;
    }
  };
  const chunk = read("chunkInterval", declared.chunkInterval);
  const after = read("compression.after", declared.compression?.after ?? null);
  const retention = read("retention.after", declared.retention);
  const rollupText = declared.compression?.rollup ?? null;
  const rollup = read("rollup", rollupText);
  if (isNumberSpan(declared.chunkInterval)) {
    return [...problems, ...orderProblems(declared, after, retention)];
  }
  if (chunk !== null && rollup !== null && (rollup < chunk || rollup % chunk !== 0)) {
    problems.push(
      `rollup ${rollupText} is not a multiple of chunkInterval ${declared.chunkInterval}`,
    );
  }
  if (rollupText !== null && rollup !== null && parseInterval(rollupText).months > 0) {
    problems.push(`rollup ${rollupText} is not of fixed length: write it in days or weeks`);
  }
  return [...problems, ...orderProblems(declared, after, retention)];
}

function orderProblems(
  declared: Hypertable,
  after: number | null,
  retention: number | null,
): string[] {
  if (after === null || retention === null || retention > after) return [];
  return [
    `retention ${declared.retention} drops chunks before compression after ${declared.compression?.after} reaches them`,
  ];
}
