/**
 * What goes beyond one machine, each part reached by its own entry: the archive.
 * Called by nobody: whoever needs a part imports that one.
 * Never loaded by the package's main entry.
 *
 * @module
 */
export {};
