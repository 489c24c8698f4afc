/**
 * PostgreSQL's own programs: which one, where it is, and running it.
 * Called by backup and restore.
 * Never shows a password among arguments, nor in what they say.
 *
 * @module
 */
export { type Connection, connectionVariables, urlOf } from "./connection_variables.ts";
export { findProgram, type Program, type ProgramName, type ProgramPlaces } from "./find_program.ts";
export { runProgram, type RunProgramOptions } from "./run_program.ts";
