import { StrataError } from "../base/errors.ts";

/** Why a source could not be fetched. */
export type SourceErrorCode =
  | "unknown_series"
  | "key"
  | "limit"
  | "unreachable"
  | "refused"
  | "answer"
  | "clock"
  | "busy";

/** Options of {@linkcode SourceError}. */
export interface SourceErrorOptions extends ErrorOptions {
  /** The source, by its name on the command line. */
  readonly source: string;
  /** The source's code of the series, if one is concerned. */
  readonly series?: string | undefined;
  /** Why. */
  readonly code: SourceErrorCode;
  /** The HTTP status, if there was an answer. */
  readonly status?: number | undefined;
}

/** A source that could not be fetched. */
export class SourceError extends StrataError {
  override readonly name = "SourceError";
  /** The source, by its name on the command line. */
  readonly source: string;
  /** The source's code of the series, if one is concerned. */
  readonly series: string | undefined;
  /**
   * Why: `unknown_series`, `key` (missing or revoked), `limit` (of requests), `unreachable`,
   * `refused` (by a status), `answer` (not what the source documents), `clock` (this machine's is
   * wrong), `busy` (another fetch has it).
   */
  readonly code: SourceErrorCode;
  /** The HTTP status, if there was an answer. */
  readonly status: number | undefined;

  /** Creates the error; `state` is what follows the name of the series. */
  constructor(state: string, options: SourceErrorOptions) {
    const { source, series, code, status, cause } = options;
    const subject = series === undefined ? source : `${source}/${series}`;
    super(`Cannot fetch "${subject}": ${state}`, cause === undefined ? {} : { cause });
    this.source = source;
    this.series = series;
    this.code = code;
    this.status = status;
  }
}
