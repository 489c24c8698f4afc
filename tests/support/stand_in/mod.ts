/**
 * Shared by all stand-ins for public services: faults on demand, rate limits, a record of requests,
 * and the data of tests/data.
 *
 * @module
 */
export type { Fault } from "./fault.ts";
export { realColumns, realRows } from "./real_rows.ts";
export { type Service, StandIn, type StandInOptions, type StandInRequest } from "./stand_in.ts";
export { type RateRule, type ReceivedRequest, Traffic } from "./traffic.ts";
