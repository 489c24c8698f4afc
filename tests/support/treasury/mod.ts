/**
 * A stand-in for the yield curves of the US Treasury on loopback.
 *
 * @module
 */
export { curveDays, realCurveDays } from "./curve_days.ts";
export { type CurveDay, treasuryStandIn } from "./treasury_stand_in.ts";
