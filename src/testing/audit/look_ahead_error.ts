import { StrataError } from "../../base/errors.ts";
import type { LookAheadReport } from "./report.ts";

/** Thrown when a model gives another answer on another future. */
export class LookAheadError extends StrataError {
  override readonly name = "LookAheadError";
  /** What was found. */
  readonly report: LookAheadReport;

  /** Creates the error from a report. */
  constructor(report: LookAheadReport) {
    super(report.text);
    this.report = report;
  }
}
