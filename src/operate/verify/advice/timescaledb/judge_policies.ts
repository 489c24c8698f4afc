import type {
  Observed,
  ObservedChunk,
  ObservedHypertable,
  ObservedJob,
} from "../../../observe/mod.ts";
import { formatRelation } from "../../../../base/sql/mod.ts";
import { type Finding, finding } from "../finding.ts";
import type { AdviceLimits } from "../limits.ts";
import { call, count, duration, instant, sqlText } from "../words.ts";
import type { AdvisedServer } from "./advised_server.ts";
import { readInterval } from "./read_interval.ts";

interface PolicyContext {
  readonly at: number;
  readonly server: AdvisedServer;
  readonly limits: AdviceLimits;
}

/** Judges whether compression and retention keep up with their own ages. */
export function judgePolicies(
  { hypertables, jobs, at }: Observed,
  options: Omit<PolicyContext, "at">,
): Finding[] {
  const context = { ...options, at: at.getTime() };
  return hypertables.flatMap((table) => {
    const object = formatRelation(table.relation);
    const job = (kind: ObservedJob["kind"]) =>
      jobs.find((one) =>
        one.kind === kind && one.relation !== null && formatRelation(one.relation) === object
      );
    const [compression, retention] = [job("compression"), job("retention")];
    return [
      ...(compression === undefined
        ? judgeWithoutPolicy(table, context)
        : judgeCompression(table, compression, context)),
      ...(retention === undefined ? [] : judgeRetention(table, retention, context)),
    ];
  });
}

function judgeCompression(
  { relation, chunks }: ObservedHypertable,
  job: ObservedJob,
  { at, limits, server }: PolicyContext,
): Finding[] {
  const after = readInterval(job.config.compress_after);
  if (after === null) return [];
  const old = olderThan(chunks, at - after - slackOf(job, limits))
    .filter(({ state }) => state === "uncompressed");
  const [oldest] = old;
  if (oldest === undefined) return [];
  const object = formatRelation(relation);
  return [finding("compression-behind", {
    object,
    sentence: `${count(old.length, "chunk")} of ${object} should be compressed by its policy and ` +
      `${old.length === 1 ? "is" : "are"} not, the oldest from ${instant(oldest.from)}`,
    remedy: `call ${call("run_job", server)}(${job.id});`,
  })];
}

function judgeRetention(
  { relation, chunks }: ObservedHypertable,
  job: ObservedJob,
  { at, limits, server }: PolicyContext,
): Finding[] {
  const after = readInterval(job.config.drop_after);
  if (after === null) return [];
  const old = olderThan(chunks, at - after - slackOf(job, limits));
  const [oldest] = old;
  if (oldest === undefined) return [];
  const object = formatRelation(relation);
  return [finding("retention-behind", {
    object,
    sentence: `${count(old.length, "chunk")} of ${object} should be dropped by its policy and ` +
      `${old.length === 1 ? "is" : "are"} still there, the oldest from ${instant(oldest.from)}`,
    remedy: `call ${call("run_job", server)}(${job.id});`,
  })];
}

function judgeWithoutPolicy(
  { relation, chunks, columnstore }: ObservedHypertable,
  { at, limits, server }: PolicyContext,
): Finding[] {
  const newest = chunks.at(-1);
  if (columnstore === null || newest === undefined || newest.to < 1e11) return [];
  const age = limits.chunksUncompressed * (newest.to - newest.from);
  const old = olderThan(chunks, at - age).filter(({ state }) => state === "uncompressed");
  if (old.length === 0) return [];
  const object = formatRelation(relation);
  return [finding("compression-without-policy", {
    object,
    sentence: `${object} has the columnstore on and no policy: ${count(old.length, "chunk")} ` +
      `older than ${duration(age)} ${old.length === 1 ? "is" : "are"} not compressed`,
    remedy: `select ${call("add_compression_policy", server)}(${sqlText(relation)}, ` +
      `compress_after => interval '${duration(age)}');`,
  })];
}

/** A policy may be two of its own intervals behind: one it waits, one it works. */
function slackOf({ everyMs }: ObservedJob, { behindMs }: AdviceLimits): number {
  return 2 * everyMs + behindMs;
}

function olderThan(chunks: readonly ObservedChunk[], before: number): readonly ObservedChunk[] {
  return chunks.filter(({ to }) => to < before);
}
