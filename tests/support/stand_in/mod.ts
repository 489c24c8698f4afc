/**
 * What the stand-ins for public services share: faults on demand, limits a minute, a record.
 *
 * @module
 */
export type { Fault } from "./fault.ts";
export { type Service, StandIn, type StandInOptions, type StandInRequest } from "./stand_in.ts";
export { type RateRule, type ReceivedRequest, Traffic } from "./traffic.ts";
