/**
 * What is known of versions: which were tested, which go together, and which have traps.
 * Called by `doctor`, `upgrade` and `verify`.
 * Never refuses a version for being newer than those tested.
 *
 * @module
 */
export { NEWEST_TESTED, TESTED_VERSIONS, testedState, type TestedVersion } from "./tested.ts";
export { missingLibrary } from "./missing_library.ts";
export { postgresMajorsOf, supportProblem } from "./postgres_majors.ts";
export { findTraps, hasFalseAlarm, type VersionTrap } from "./traps.ts";
