import { StackError } from "../../base/errors.ts";

/**
 * Creates the error for a database whose volume does not go with its image, from the last lines of
 * its log and its health check: another major of PostgreSQL, or a TimescaleDB whose library the
 * image does not have. Starting it again would not help.
 */
export function volumeProblem(lines: readonly string[]): StackError | undefined {
  const text = lines.join("\n");
  const majors = text.match(
    /initialized by PostgreSQL version (\d+), which is not compatible with this version (\d+)/,
  );
  if (majors) return otherMajor(Number(majors[1]), Number(majors[2]));
  const library = text.match(/could not access file "\$libdir\/timescaledb-(\d[\w.-]*)"/)?.[1];
  return library === undefined ? undefined : missingLibrary(library);
}

function otherMajor(volume: number, image: number): StackError {
  const way = volume < image
    ? `deno task backup there, deno task down --volumes, up with the image of ${image}, ` +
      "deno task restore"
    : "go on with it, there is no way back to an older PostgreSQL";
  return new StackError(
    `Cannot start "timescaledb": its volume is of PostgreSQL ${volume} and its image has ${image}, ` +
      `the data is untouched: set TIMESCALEDB_IMAGE to an image of PostgreSQL ${volume} ` +
      `(its tag ends with -pg${volume}), then ${way}`,
    { service: "timescaledb" },
  );
}

function missingLibrary(version: string): StackError {
  return new StackError(
    `Cannot start "timescaledb": its database has TimescaleDB ${version}, whose library the image ` +
      "does not have: run deno task upgrade now if the image is newer (the server runs), or set " +
      `TIMESCALEDB_IMAGE to an image that has ${version}`,
    { service: "timescaledb" },
  );
}
