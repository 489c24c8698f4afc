/** The protocol has 16 bits for a statement's parameter count. */
export const MAX_PARAMETERS = 65_535;

/**
 * Creates the error for a statement with more parameters than PostgreSQL accepts; `undefined` if it
 * has few enough. The server would answer with a protocol error that names another number, and a
 * pooler with its own.
 */
export function parameterRefusal(values: unknown): RangeError | undefined {
  if (!Array.isArray(values) || values.length <= MAX_PARAMETERS) return undefined;
  return new RangeError(
    `Cannot run a statement of ${values.length} parameters: PostgreSQL takes ${MAX_PARAMETERS} at most, write ` +
      "fewer rows a statement, use insertRows, which sends an array a column, or give a list as one " +
      "array: = any($1)",
  );
}
