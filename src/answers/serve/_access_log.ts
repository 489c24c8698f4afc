import type { BodyEnd } from "./_body.ts";
import type { Caller } from "../../base/http/mod.ts";
import { log } from "./_log.ts";

/** What becomes known of a request while it is answered. */
interface Visit {
  readonly started: number;
  caller?: string | undefined;
  status?: number;
  isStreamed?: boolean;
}

const visits = new WeakMap<Request, Visit>();

/** Notes whose token a request has. */
export function noteCaller(request: Request, { name }: Caller): void {
  const visit = visits.get(request);
  if (visit !== undefined) Object.assign(visit, { caller: name, isStreamed: true });
}

/** Logs a request whose body has ended. */
export function noteEnd(request: Request, end: BodyEnd): void {
  const visit = visits.get(request);
  if (visit !== undefined) write(request, visit, end);
}

/**
 * Answers a request and logs it: when its body has ended, or at once where it has none. A query is
 * not logged, since somebody may have put a token there.
 */
export async function logAccess(
  request: Request,
  answer: () => Promise<Response>,
): Promise<Response> {
  const visit: Visit = { started: performance.now() };
  visits.set(request, visit);
  const response = await answer();
  visit.status = response.status;
  const isLater = visit.isStreamed === true && response.status === 200 &&
    request.method === "GET" && !response.headers.has("content-length");
  if (!isLater) write(request, visit, { bytes: Number(response.headers.get("content-length")) });
  return response;
}

function write(request: Request, visit: Visit, { bytes, error }: BodyEnd): void {
  const entry = {
    method: request.method,
    path: new URL(request.url).pathname,
    status: visit.status ?? 200,
    ms: Math.round(performance.now() - visit.started),
    bytes,
    caller: visit.caller ?? "-",
  };
  if (error === undefined) {
    log.info("{method} {path} {status} {bytes} bytes in {ms} ms for {caller}", entry);
  } else {
    log.warning("{method} {path} broke off after {bytes} bytes in {ms} ms for {caller}: {error}", {
      ...entry,
      error,
    });
  }
}
