import { StrataError } from "../../base/errors.ts";
import type { Finding } from "./advice/mod.ts";
import type { FailureCause } from "./check.ts";

/** Thrown by a service's own check if the server's answer shows what is wrong. */
export class CheckFailure extends StrataError {
  override readonly name = "CheckFailure";
  /** Why it failed. */
  readonly reason: FailureCause;
  /** The advice that comes with it. */
  readonly findings: readonly Finding[];

  /** Creates the failure; `message` is the line for people. */
  constructor(
    message: string,
    options: { reason: FailureCause; cause?: unknown; findings?: readonly Finding[] },
  ) {
    super(message, options);
    this.reason = options.reason;
    this.findings = options.findings ?? [];
  }
}
