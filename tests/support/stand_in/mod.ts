/**
 * What the stand-ins for public services share: faults on demand, limits a minute, a record,
 * the figures of tests/data.
 *
 * @module
 */
export type { Fault } from "./fault.ts";
export { realColumns, realRows } from "./real_rows.ts";
export { type Service, StandIn, type StandInOptions, type StandInRequest } from "./stand_in.ts";
export { type RateRule, type ReceivedRequest, Traffic } from "./traffic.ts";
