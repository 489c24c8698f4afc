/**
 * The message for a function of TimescaleDB that the server does not find, or null for another error.
 * The server itself only says that no function has these types.
 */
export function missingFunctionMessage(error: Error): string | null {
  if (Object(error).code !== "42883") return null;
  const call = /function ((?:time_bucket|time_bucket_gapfill|first|last|histogram|locf)\(.*\))/
    .exec(error.message)?.[1];
  if (call === undefined) return null;
  return `Cannot call ${call} of TimescaleDB: it is not on the search path of the connection; where the ` +
    "extension lives in a schema of its own (select extnamespace::regnamespace from pg_extension where " +
    "extname = 'timescaledb'), add that with \"alter role … set search_path = public, …\", and without the " +
    "extension ask with { plain: true }";
}
