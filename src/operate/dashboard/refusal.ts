import { StrataError } from "../../base/errors.ts";

/** A request that the dashboard refuses, with the status and the words of its page. */
export class Refusal extends StrataError {
  override readonly name = "Refusal";
  readonly status: 400 | 401 | 403 | 404 | 405 | 503;
  /** Header fields of the response. */
  readonly headers: Readonly<Record<string, string>>;

  /** Creates it from a status and a message for people. */
  constructor(
    status: Refusal["status"],
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

/** The refusal of a request without a token, or with one that is not known. */
export function noToken(isMissing: boolean): Refusal {
  return new Refusal(
    401,
    isMissing
      ? "Cannot show the dashboard without a token: give one of API_TOKENS as the password, with any name"
      : "Cannot accept the token: it is none of this server's, correct it",
    { "www-authenticate": 'Basic realm="strata", charset="UTF-8"' },
  );
}
