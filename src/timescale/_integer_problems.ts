import type { getTableConfig } from "drizzle-orm/pg-core";
import type { Hypertable } from "./declared_hypertable.ts";
import { isNumberSpan } from "./span.ts";

type TableConfig = ReturnType<typeof getTableConfig>;

/** What is wrong with the spans of a declaration: numbers belong to integer time columns alone. */
export function integerProblems(declared: Hypertable, config: TableConfig): string[] {
  const { timeColumn, integerNow, compression, retention } = declared;
  const type = config.columns.find(({ name }) => name === timeColumn)?.getSQLType() ?? "";
  const largest = largestOf[type];
  const spans: readonly (readonly [string, string | null])[] = [
    ["chunkInterval", declared.chunkInterval],
    ["compression.after", compression?.after ?? null],
    ["retention.after", retention],
  ];
  const given = spans.flatMap(([what, text]) => text === null ? [] : [[what, text] as const]);
  if (largest === undefined) {
    return [
      ...given.filter(([, text]) => isNumberSpan(text)).map(([what, text]) =>
        `${what} ${text} is a number, and ${timeColumn} is a ${type}: write an interval such as "7 days"`
      ),
      ...(integerNow === null ? [] : [
        `integerNow is for an integer time column, and ${timeColumn} is a ${type}: leave it out`,
      ]),
    ];
  }
  const hasPolicy = retention !== null || typeof compression?.after === "string";
  return [
    ...given.flatMap(([what, text]) => {
      if (!isNumberSpan(text)) {
        return [
          `${what} ${text} is an interval, and ${timeColumn} is a ${type}: write a number in its units`,
        ];
      }
      return BigInt(text) < 1n || BigInt(text) > largest
        ? [`${what} ${text} is no span of ${type}: it must be between 1 and ${largest}`]
        : [];
    }),
    ...(hasPolicy && integerNow === null
      ? [`its policies need integerNow, the function that tells the current value of ${timeColumn}`]
      : []),
    // TimescaleDB 2.18 to 2.29 read '1000' as 1000 seconds, and merge up to 1,000,000,000 units.
    ...(typeof compression?.rollup === "string"
      ? [
        `rollup is an interval, which TimescaleDB misreads for the ${type} ${timeColumn}: leave it out`,
      ]
      : []),
  ];
}

const largestOf: Readonly<Record<string, bigint>> = {
  smallint: 2n ** 15n - 1n,
  integer: 2n ** 31n - 1n,
  bigint: 2n ** 63n - 1n,
};
