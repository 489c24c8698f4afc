/**
 * A copy of hypertables as Parquet, kept up to date file by file.
 * Called by the archive's entry and its task.
 * Never removes a row from the database.
 *
 * @module
 */
export {
  type LakeOptions,
  type LakeResult,
  type LakeTableResult,
  writeLake,
} from "./write_lake.ts";
