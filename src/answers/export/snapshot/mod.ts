/**
 * Manifests of answers: hashes by which the same question is checked later, row by row.
 * Called by export.
 * Never holds a value of a row.
 *
 * @module
 */
export { checkManifest, type CheckResult } from "./check_manifest.ts";
export { type Digest, type Digester, digester } from "./digest.ts";
export { seriesOf, versionsOf } from "./facts.ts";
export { fixClock, isFixed, type ServerClock, serverClock } from "./fix_clock.ts";
export { keyColumns } from "./key_columns.ts";
export { type Manifest, manifestText, readManifest } from "./manifest.ts";
