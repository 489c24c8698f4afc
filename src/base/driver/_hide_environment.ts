import process from "node:process";

/** The process's real environment, kept before the module below hides it. */
export const environment: typeof process.env = process.env;

process.env = {};
