import process from "node:process";

/** The environment of the process, as it was before it was hidden. */
export const environment: typeof process.env = process.env;

process.env = {};
