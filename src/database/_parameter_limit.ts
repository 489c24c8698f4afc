/** The protocol counts the parameters of a statement in 16 bits. */
export const MAX_PARAMETERS = 65_535;

/**
 * The refusal of a statement of more parameters than PostgreSQL takes, or undefined. Sent on, it would be
 * answered with a protocol error that names another number, or with one of a pooler.
 */
export function parameterRefusal(values: unknown): RangeError | undefined {
  if (!Array.isArray(values) || values.length <= MAX_PARAMETERS) return undefined;
  return new RangeError(
    `Cannot run a statement of ${values.length} parameters: PostgreSQL takes ${MAX_PARAMETERS} at most, write ` +
      "fewer rows a statement, use insertRows, which sends an array a column, or give a list as one " +
      "array: = any($1)",
  );
}
