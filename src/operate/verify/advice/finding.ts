import type { ServiceName } from "../../../stack/backend.ts";
import type { Severity } from "./code_facts.ts";
import { FINDING_CODES, type FindingCode } from "./codes.ts";

/** Advice on a service that answers. */
export interface Finding {
  /** What was found, as {@linkcode FINDING_CODES} explains it. */
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly service: ServiceName;
  /** The table, job, topic or the like; absent where it concerns the whole service. */
  readonly object?: string;
  /** What was found, in one sentence for people. */
  readonly sentence: string;
  /** A statement or a command that can be pasted. */
  readonly remedy: string;
}

/** Makes a finding; its severity and its service are those of its code. */
export function finding(
  code: FindingCode,
  { object, sentence, remedy }: Pick<Finding, "sentence" | "remedy"> & { readonly object?: string },
): Finding {
  const { severity, service } = FINDING_CODES[code];
  return { code, severity, service, ...(object === undefined ? {} : { object }), sentence, remedy };
}
