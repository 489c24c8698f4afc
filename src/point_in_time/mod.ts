/**
 * Reads of what was known at an instant: each observation's value in its last release by then.
 * Called by researchers' code, and by the market reads.
 * Never sees a release after the requested instant.
 *
 * @module
 */
export { asOf } from "./as_of.ts";
export type { ObservationRange, SeriesOptions } from "./as_of.ts";
export { latest } from "./latest.ts";
export type { LatestOptions } from "./latest.ts";
export { firstRelease, nthRelease } from "./nth_release.ts";
export type { NthReleaseOptions } from "./nth_release.ts";
export { revisions } from "./revisions.ts";
export type { Revision } from "./revisions.ts";
export { vintages } from "./vintages.ts";
export type { Vintage } from "./vintages.ts";
export { vintageMatrix } from "./vintage_matrix.ts";
export type { VintageMatrix, VintageMatrixOptions } from "./vintage_matrix.ts";
export { crossSection } from "./cross_section.ts";
export type { CrossSectionOptions, CrossSectionRow } from "./cross_section.ts";
export { panel } from "./panel.ts";
export type { PanelOptions, PanelRow } from "./panel.ts";
export { nextRelease } from "./next_release.ts";
export type { NextReleaseOptions } from "./next_release.ts";
export { lateReleases } from "./late_releases.ts";
export type { LateRelease } from "./late_releases.ts";
export type { DueRelease, NextReleaseOption } from "./due_release.ts";
export { surprise } from "./surprise.ts";
export type { Surprise, SurpriseOptions } from "./surprise.ts";
export { calendar } from "./calendar.ts";
export type { CalendarOptions } from "./calendar.ts";
export { changesSince } from "./changes_since.ts";
export type { Change, ChangesSinceOptions } from "./changes_since.ts";
export { growth } from "./growth.ts";
export type { Growth, GrowthOptions } from "./growth.ts";

export type { AgeOptions } from "./age.ts";
export type { ClockOptions } from "./clock.ts";
export type { InstantInput } from "../base/time/instant.ts";
export type { LocalTime } from "../base/time/local_time.ts";
export type { Observation } from "./observation.ts";
export type { DrizzleSource, PooledSource, ReadSource } from "./read_source.ts";
export type { FigureOptions, SeriesCode, SeriesRef } from "./series.ts";
export { zonedInstant } from "../base/time/zoned_instant.ts";
export type { ZonedHour } from "../base/time/zoned_instant.ts";
