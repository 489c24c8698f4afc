import { logger } from "../../base/logging/mod.ts";
import { backoffDelay, pause } from "../../base/resilience/mod.ts";
import { redactUrl } from "../../base/settings/mod.ts";
import { noteRetry } from "../../base/telemetry/mod.ts";
import { VERSION } from "../../base/version.ts";
import type { AskOptions, SourceAnswer, SourceFacts } from "../source.ts";
import { SourceError } from "../source_error.ts";
import { answeredAt } from "./answered_at.ts";
import type { RequestLimiter } from "./limiter.ts";
import { retryAfterMs } from "./retry_after.ts";
import { sendRequest } from "./send_request.ts";

/** A request as it is archived and compared: without its secrets. */
export interface AskedRequest {
  /** The URL without its secrets. */
  readonly url: string;
  /** The status. */
  readonly status: number;
  /** The body. */
  readonly body: string;
  /** When the answer came. */
  readonly at: Date;
}

/** What asking needs. */
export interface AskerOptions {
  /** The source that is asked. */
  readonly source: SourceFacts;
  /** Its code of the series, for messages. */
  readonly series: string | undefined;
  /** Keeps the limit of requests. */
  readonly limiter: RequestLimiter;
  /** Ends the waits. */
  readonly signal: AbortSignal;
  /** The validators of the answers that were stored last, by URL; new ones are put there. */
  readonly validators?: Map<string, string>;
  /** Called before each request. */
  readonly onRequest?: (left: number) => void;
  /** Called after each answer that is taken. */
  readonly onAnswer?: (request: AskedRequest) => void | Promise<void>;
  /** This machine's clock. */
  readonly clock?: () => Date;
  /** The longest wait for an answer, in milliseconds. */
  readonly timeoutMs?: number;
  /** The first pause before a repetition, in milliseconds. */
  readonly firstDelayMs?: number;
}

/** Asks a source for texts and JSON documents, with manners. */
export interface Asker {
  json(url: URL, options?: AskOptions): Promise<SourceAnswer<unknown>>;
  text(url: URL, options?: AskOptions): Promise<SourceAnswer<string>>;
}

/** How often a request is sent at most. */
const ATTEMPTS = 5;
/** The longest pause that a source may ask for and that is waited for. */
const LONGEST_PAUSE_MS = 5 * 60_000;

/** Creates what a source asks with. */
export function createAsker(options: AskerOptions): Asker {
  return {
    json: (url, ask = {}) => askUntil(url, { ...options, ask, read: readJson }),
    text: (url, ask = {}) => askUntil(url, { ...options, ask, read: readText }),
  };
}

const log = logger("sources");

interface Asking<Body> extends AskerOptions {
  readonly ask: AskOptions;
  readonly read: (body: string) => Body;
}

/** Why an attempt failed, and whether and when another one may help. */
interface Failure {
  readonly error: SourceError;
  readonly isRepeatable: boolean;
  readonly afterMs?: number | undefined;
}

async function askUntil<Body>(url: URL, asking: Asking<Body>): Promise<SourceAnswer<Body>> {
  const { source, limiter, signal } = asking;
  for (let attempt = 1;; attempt++) {
    signal.throwIfAborted();
    const { waitMs, left } = await limiter.reserve(source.name, source.ratePerMinute);
    if (waitMs > 0) await pause(waitMs, signal);
    asking.onRequest?.(left);
    const outcome = await attemptOnce(url, asking);
    if (!("error" in outcome)) return outcome;
    const { error, isRepeatable, afterMs } = outcome;
    const delayMs = afterMs ?? backoffDelay(attempt, asking.firstDelayMs ?? 1_000);
    if (!isRepeatable || attempt >= ATTEMPTS || delayMs > LONGEST_PAUSE_MS) throw error;
    noteRetry({ error, attempt, delayMs });
    log.info("{reason}; asking again in {seconds} s", {
      reason: error.message,
      seconds: Math.ceil(delayMs / 1_000),
    });
    if (error.code === "limit") await limiter.pause(source.name, delayMs);
    else await pause(delayMs, signal);
  }
}

async function attemptOnce<Body>(
  url: URL,
  asking: Asking<Body>,
): Promise<SourceAnswer<Body> | Failure> {
  const { source, series, ask, validators, timeoutMs = 60_000 } = asking;
  const named = { source: source.name, series };
  // A source may have put a key into the URL itself.
  const shown = redactUrl(url.href);
  const timeout = AbortSignal.timeout(timeoutMs);
  const validator = ask.conditional === true ? validators?.get(shown) : undefined;
  let response: Response;
  let body: string;
  try {
    response = await sendRequest({
      url: withSecrets(url, ask.secrets),
      shown,
      init: {
        headers: {
          "user-agent": `strata/${VERSION} (+https://jsr.io/@strata/foundation)`,
          ...ask.headers,
          ...conditionOf(validator),
        },
        signal: AbortSignal.any([asking.signal, timeout]),
      },
    });
    body = await response.text();
  } catch (cause) {
    asking.signal.throwIfAborted();
    const state = timeout.aborted
      ? `no whole answer came within ${timeoutMs / 1_000} s from ${url.host}`
      : `${url.host} cannot be reached or broke off its answer (${reasonOf(cause, ask.secrets)})`;
    return {
      error: new SourceError(`${state}, try again later`, { ...named, code: "unreachable" }),
      isRepeatable: true,
    };
  }
  const at = answeredAt(response.headers, { ...named, now: asking.clock?.() ?? new Date() });
  const { status } = response;
  const refusal = refusalOf(response, { ...named, ask });
  if (refusal !== undefined) return refusal;
  try {
    const read = status === 304 ? asking.read("") : asking.read(body);
    const wrong = response.ok ? await ask.wrongWith?.(body) : undefined;
    if (wrong !== undefined) throw new BodyError(wrong);
    if (status !== 304) keepValidator(response, shown, asking);
    await asking.onAnswer?.({ url: shown, status, body, at });
    return { status, body: read, at };
  } catch (cause) {
    if (!(cause instanceof BodyError)) throw cause;
    const state = `${shown} answered ${status} with ${cause.message}, try again later`;
    return {
      error: new SourceError(state, { ...named, code: "answer", status }),
      isRepeatable: true,
    };
  }
}

function refusalOf(
  response: Response,
  { source, series, ask }: {
    readonly source: string;
    readonly series: string | undefined;
    readonly ask: AskOptions;
  },
): Failure | undefined {
  const { status } = response;
  if (ask.accepts?.includes(status)) return undefined;
  if (status === 304 && ask.conditional === true) return undefined;
  const named = { source, series, status };
  if (status === 429) {
    const state = "the source's limit of requests is reached (429), try again in a few minutes";
    return {
      error: new SourceError(state, { ...named, code: "limit" }),
      isRepeatable: true,
      afterMs: retryAfterMs(response.headers.get("retry-after")),
    };
  }
  if (response.ok) return undefined;
  const isRepeatable = status >= 500 || status === 408;
  const remedy = isRepeatable ? "try again later" : "look at the code of the series";
  return {
    error: new SourceError(`the source answered ${status}, ${remedy}`, {
      ...named,
      code: isRepeatable ? "unreachable" : "refused",
    }),
    isRepeatable,
    afterMs: isRepeatable ? retryAfterMs(response.headers.get("retry-after")) : undefined,
  };
}

/** A body that is not what was asked for. */
class BodyError extends Error {}

/** Reads a JSON document. */
export function readJson(body: string): unknown {
  if (body === "") return undefined;
  try {
    return JSON.parse(body);
  } catch {
    throw new BodyError(isHtml(body) ? "an HTML page instead of JSON" : "JSON that is cut off");
  }
}

/** Reads a text that is not a page of HTML. */
export function readText(body: string): string {
  if (isHtml(body)) throw new BodyError("an HTML page");
  return body;
}

function isHtml(body: string): boolean {
  return /^\s*<(!doctype\s+html|html)/i.test(body.slice(0, 200));
}

function withSecrets(url: URL, secrets: AskOptions["secrets"] = {}): URL {
  const whole = new URL(url);
  for (const [name, secret] of Object.entries(secrets)) {
    whole.searchParams.set(name, typeof secret === "string" ? secret : secret.reveal());
  }
  return whole;
}

/** The reason of a failed request; the runtime's message holds the whole URL. */
function reasonOf(cause: unknown, secrets: AskOptions["secrets"] = {}): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  let text = inner instanceof Error ? inner.message : String(inner);
  for (const secret of Object.values(secrets)) {
    text = text.replaceAll(typeof secret === "string" ? secret : secret.reveal(), "***");
  }
  return text.replace(/ for url \(.*\)/, "");
}

function conditionOf(validator: string | undefined): Record<string, string> {
  if (validator === undefined) return {};
  return validator.startsWith("date:")
    ? { "if-modified-since": validator.slice(5) }
    : { "if-none-match": validator };
}

function keepValidator(response: Response, shown: string, asking: Asking<unknown>): void {
  if (asking.ask.conditional !== true) return;
  const etag = response.headers.get("etag");
  const modified = response.headers.get("last-modified");
  const validator = etag ?? (modified === null ? undefined : `date:${modified}`);
  if (validator === undefined) asking.validators?.delete(shown);
  else asking.validators?.set(shown, validator);
}
