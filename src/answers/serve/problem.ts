import { StrataError } from "../../base/errors.ts";

/** What can go wrong with a request, by the name that ends the problem's `type`. */
export const problemKinds = {
  "bad-question": { status: 400, title: "The question cannot be asked" },
  "no-token": { status: 401, title: "A token is wanted" },
  "beyond-scope": { status: 403, title: "The token may not see that instant" },
  "no-such-path": { status: 404, title: "There is no such path" },
  "unknown-name": { status: 404, title: "There is no such series, instrument or curve" },
  "method-not-allowed": { status: 405, title: "The API only reads" },
  "not-acceptable": { status: 406, title: "No format that is offered is accepted" },
  "too-many-rows": { status: 413, title: "The answer has too many rows" },
  "too-long-url": { status: 414, title: "The URL is too long" },
  "no-such-range": { status: 416, title: "The answer has no such bytes" },
  "too-many-requests": { status: 429, title: "Too many requests at once" },
  "failed": { status: 500, title: "The server failed" },
  "unavailable": { status: 503, title: "The database is away, or the server is ending" },
  "too-slow": { status: 504, title: "The answer took too long" },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly title: string }>>;

/** The name of a problem. */
export type ProblemKind = keyof typeof problemKinds;

/** What is wrong with one parameter. */
export interface ProblemField {
  readonly field: string;
  readonly detail: string;
}

/** A request that is refused, or an answer that failed. */
export class Problem extends StrataError {
  override readonly name: string = "Problem";
  readonly kind: ProblemKind;
  readonly errors: readonly ProblemField[];
  /** Header fields of the response. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    kind: ProblemKind,
    detail: string,
    options: {
      readonly errors?: readonly ProblemField[];
      readonly headers?: Readonly<Record<string, string>>;
      readonly cause?: unknown;
    } = {},
  ) {
    super(detail, options.cause === undefined ? {} : { cause: options.cause });
    this.kind = kind;
    this.errors = options.errors ?? [];
    this.headers = options.headers ?? {};
  }
}

/** Writes a problem as RFC 9457 has it. */
export function problemResponse(problem: Problem): Response {
  const { status, title } = problemKinds[problem.kind];
  const document = {
    type: `/docs#${problem.kind}`,
    title,
    status,
    detail: problem.message,
    ...problem.errors.length === 0 ? {} : { errors: problem.errors },
  };
  const body = new TextEncoder().encode(`${JSON.stringify(document)}\n`);
  return new Response(body, {
    status,
    headers: {
      "content-length": String(body.length),
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...problem.headers,
    },
  });
}
