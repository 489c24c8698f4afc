/** The options of a sequence, with values as in DDL. */
export interface SequenceOptions {
  readonly type: string;
  readonly start: string;
  readonly increment: string;
  readonly minValue: string;
  readonly maxValue: string;
  readonly cache: string;
  readonly cycle: boolean;
}

/**
 * Parses a `sequence` or `identity options` trait: `integer, start 1, increment 1, from 1 to 9,
 * cache 1`.
 */
export function readSequenceOptions(text: string): SequenceOptions | null {
  const [, type, start, increment, minValue, maxValue, cache, cycle] = pattern.exec(text) ?? [];
  if (
    type === undefined || start === undefined || increment === undefined ||
    minValue === undefined || maxValue === undefined || cache === undefined
  ) return null;
  return { type, start, increment, minValue, maxValue, cache, cycle: cycle !== undefined };
}

/**
 * Returns the clauses that change a sequence from its actual options, or from the defaults of its
 * type.
 */
export function sequenceClauses(
  expected: SequenceOptions,
  actual: SequenceOptions = usualOptions(expected.type),
): readonly string[] {
  const clause = (key: "increment" | "start" | "cache" | "minValue" | "maxValue", words: string) =>
    expected[key] === actual[key] ? [] : [`${words} ${expected[key]}`];
  return [
    ...clause("increment", "increment by"),
    ...clause("minValue", "minvalue"),
    ...clause("maxValue", "maxvalue"),
    ...clause("start", "start with"),
    ...clause("cache", "cache"),
    ...(expected.cycle === actual.cycle ? [] : [expected.cycle ? "cycle" : "no cycle"]),
  ];
}

const pattern =
  /^(\w+), start (-?\d+), increment (-?\d+), from (-?\d+) to (-?\d+), cache (\d+)(, cycle)?/;

function usualOptions(type: string): SequenceOptions {
  const usual = { start: "1", increment: "1", minValue: "1", cache: "1", cycle: false };
  return { type, ...usual, maxValue: largest[type] ?? largest["bigint"] ?? "" };
}

const largest: Readonly<Record<string, string>> = {
  smallint: "32767",
  integer: "2147483647",
  bigint: "9223372036854775807",
};
