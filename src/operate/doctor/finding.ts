/** `fail` stops `up`, `warn` does not, `info` is neither good nor bad, `skip` could not be found out. */
export type FindingStatus = "pass" | "info" | "warn" | "fail" | "skip";

/** One thing that was found out. */
export interface DoctorFinding {
  /** How it stands. */
  readonly status: FindingStatus;
  /** What it is about: a service, a tool, a variable. */
  readonly subject: string;
  /** One sentence, without any secret. */
  readonly detail: string;
  /** What to do, best as something to paste. */
  readonly remedy?: string;
  /** Whether it is left out where space is short: a setting that nobody changed. */
  readonly minor?: boolean;
}

/** Findings of one kind. */
export interface DoctorSection {
  /** Its heading. */
  readonly title: string;
  /** The findings. */
  readonly findings: readonly DoctorFinding[];
}

/** The facts that a probe found, or why it could not be made. */
export type Probe<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: string };

/** Turns the facts of a probe into findings; a probe that could not be made says so. */
export function findingsOf<T>(
  probe: Probe<T>,
  subject: string,
  judge: (value: T) => readonly DoctorFinding[],
): readonly DoctorFinding[] {
  if (probe.ok) return judge(probe.value);
  return [{ status: "skip", subject, detail: `cannot be found out: ${probe.problem}` }];
}
