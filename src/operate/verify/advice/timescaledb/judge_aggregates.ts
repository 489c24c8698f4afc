import { formatRelation, quoteLiteral } from "../../../../base/sql/mod.ts";
import { intervalMicroseconds, parseInterval } from "../../../../timescale/mod.ts";
import type { ObservedAggregate, ObservedJob } from "../../../observe/mod.ts";
import { type Finding, finding } from "../finding.ts";
import { call, instant, sqlText } from "../words.ts";
import type { AdvisedServer } from "./advised_server.ts";
import { readInterval } from "./read_interval.ts";

/** An aggregate with its policy and what was read of its source. */
export interface AggregateState {
  readonly aggregate: ObservedAggregate;
  readonly bucketWidth: string;
  /** The policy that refreshes it. */
  readonly refresh: ObservedJob | undefined;
  /** The retention policy of its source. */
  readonly retention: ObservedJob | undefined;
  /** The newest row that a refresh should have reached by now, in milliseconds. */
  readonly newestDue: number | null;
  /** Rows that changed before the window of every refresh to come. */
  readonly hidden: { readonly from: number; readonly to: number } | null;
}

/** Judges how an aggregate is refreshed. */
export function judgeAggregate(state: AggregateState, server: AdvisedServer): Finding[] {
  return [judgePolicy, judgeLate, judgeHidden, judgeRetention]
    .flatMap((judge) => judge(state, server) ?? []);
}

type Judge = (state: AggregateState, server: AdvisedServer) => Finding | null;

const judgePolicy: Judge = ({ aggregate: { relation }, bucketWidth, refresh }, server) => {
  if (refresh !== undefined) return null;
  const object = formatRelation(relation);
  const bucket = `interval ${quoteLiteral(bucketWidth)}`;
  return finding("aggregate-without-policy", {
    object,
    sentence: `${object} has no refresh policy: it changes only where someone refreshes it`,
    remedy: `select ${call("add_continuous_aggregate_policy", server)}(${sqlText(relation)}, ` +
      `start_offset => 3 * ${bucket}, end_offset => ${bucket}, schedule_interval => ${bucket});`,
  });
};

const judgeLate: Judge = ({ aggregate: { relation, watermark }, newestDue }, server) => {
  if (newestDue === null || (watermark !== null && newestDue < watermark)) return null;
  const object = formatRelation(relation);
  const reached = watermark === null ? "nowhere yet" : `up to ${instant(watermark)}`;
  return finding("aggregate-late", {
    object,
    sentence: `${object} is materialized ${reached}, and its source has rows up to ` +
      `${instant(newestDue)} that its policy should have reached`,
    remedy: refreshSql(server, relation, { from: watermark, to: null }),
  });
};

const judgeHidden: Judge = ({ aggregate: { relation }, bucketWidth, refresh, hidden }, server) => {
  if (hidden === null || refresh === undefined) return null;
  // A refresh does whole buckets inside its window.
  const bucket = intervalMicroseconds(parseInterval(bucketWidth)) / 1_000;
  const object = formatRelation(relation);
  return finding("aggregate-hides-rows", {
    object,
    sentence: `Rows before ${instant(hidden.to)} changed, and no refresh of ${object} goes back ` +
      `that far (start_offset ${String(refresh.config.start_offset)})`,
    remedy: refreshSql(server, relation, {
      from: hidden.from < EARLIEST ? null : hidden.from - bucket,
      to: hidden.to + bucket,
    }),
  });
};

const judgeRetention: Judge = ({ aggregate: { relation, source }, refresh, retention }, server) => {
  const drop = retention?.config.drop_after;
  const kept = readInterval(drop);
  if (refresh === undefined || kept === null) return null;
  const start = refresh.config.start_offset ?? null;
  const reach = readInterval(start);
  if (start !== null && (reach === null || reach <= kept)) return null;
  const object = formatRelation(relation);
  return finding("retention-deletes-aggregates", {
    object,
    sentence: `${formatRelation(source)} keeps its rows for ${String(drop)}, and the refresh of ` +
      `${object} goes back ${start === null ? "to the beginning" : String(start)}: once rows are ` +
      "dropped, a refresh deletes what was made of them",
    remedy: `select ${call("alter_job", server)}(job_id, config => config || ` +
      `${quoteLiteral(JSON.stringify({ start_offset: drop }))}) ` +
      `from timescaledb_information.jobs where job_id = ${refresh.id};`,
  });
};

const EARLIEST = Date.UTC(1, 0, 1);

function refreshSql(
  server: AdvisedServer,
  relation: ObservedAggregate["relation"],
  { from, to }: { readonly from: number | null; readonly to: number | null },
): string {
  const bound = (ms: number | null) =>
    ms === null ? "null" : `timestamptz '${new Date(ms).toISOString()}'`;
  return `call ${call("refresh_continuous_aggregate", server)}(${sqlText(relation)}, ` +
    `${bound(from)}, ${bound(to)});`;
}
