import { is, SQL, sql } from "drizzle-orm";
import { identifier } from "../base/sql/mod.ts";
import { type BucketType, plainBucket, timescaleBucket } from "./bucket.ts";
import { expressionText } from "./expression_text.ts";
import type { PortableExpression } from "./ordered_value.ts";

/** The parts of an aggregate's query, with SQL names. */
export interface AggregateParts {
  readonly bucket: {
    readonly width: string;
    readonly timeZone: string | null;
    readonly type: BucketType;
  };
  readonly time: string;
  readonly from: { readonly schema: string; readonly name: string };
  readonly groups: readonly string[];
  readonly select: Readonly<Record<string, SQL | PortableExpression>>;
  readonly where: SQL | null;
}

/** Renders an aggregate's query for TimescaleDB and for PostgreSQL without it. */
export function aggregateQueries(
  parts: AggregateParts,
): { readonly query: string; readonly plainQuery: string } {
  const { width, timeZone, type } = parts.bucket;
  const bucket = { width, timeZone: timeZone ?? undefined };
  const time = sql`${sql.identifier(parts.time)}`;
  return {
    query: queryText(parts, timescaleBucket(bucket, time, type), (value) => value.timescale),
    plainQuery: queryText(parts, plainBucket(bucket, time, type), (value) => value.plain),
  };
}

function queryText(
  parts: AggregateParts,
  bucket: SQL,
  choose: (value: PortableExpression) => SQL,
): string {
  const selected = Object.entries(parts.select).map(([alias, value]) =>
    `${expressionText(is(value, SQL) ? value : choose(value))} as ${identifier(alias)}`
  );
  const columns = [
    `${expressionText(bucket)} as bucket`,
    ...parts.groups.map(identifier),
    ...selected,
  ];
  // By position: an alias may equal a column's name, which then wins in `group by`.
  const positions = Array.from({ length: 1 + parts.groups.length }, (_, i) => i + 1);
  const { schema, name } = parts.from;
  const source = schema === "public"
    ? identifier(name)
    : `${identifier(schema)}.${identifier(name)}`;
  return [
    "select",
    columns.map((column) => `  ${column}`).join(",\n"),
    `from ${source}`,
    ...(parts.where === null ? [] : [`where ${expressionText(parts.where)}`]),
    `group by ${positions.join(", ")}`,
  ].join("\n");
}
