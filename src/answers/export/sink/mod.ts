/**
 * Where exports go: files, standard output, objects in S3.
 * Called by export.
 * Never shows a part of one under its final name.
 *
 * @module
 */
export type { Sink } from "../../../base/object_store/mod.ts";
export { isOutput, openSink } from "./open_sink.ts";
export { fileSink } from "./file_sink.ts";
export { ReaderGone } from "./output_sink.ts";
