import { ConnectionError } from "../base/errors.ts";

/** Creates the error for a server that was not ready within the limit. */
export function connectTimeout(label: string): ConnectionError {
  const state = "no answer in time, look at host, port and firewall, and whether it loads its data";
  return failure(`Cannot connect to Redis "${label}": ${state}`, "CONNECT_TIMEOUT", undefined);
}

/** Tells whether the server refused the login, so that another attempt would fail the same way. */
export function isRefusedLogin(error: unknown): boolean {
  const root = rootOf(error);
  return root instanceof Error &&
    /^(WRONGPASS|NOAUTH|NOPERM|ERR invalid password)/.test(root.message);
}

/** Creates the typed error for a client that failed to connect. */
export function connectFailure(failed: unknown, label: string): ConnectionError {
  if (failed instanceof ConnectionError) return failed;
  const error = quietReply(rootOf(failed));
  const code = codeOf(error) ?? "UNREACHABLE";
  return failure(`Cannot connect to Redis "${label}": ${connectState(error, code)}`, code, error);
}

/**
 * Creates the typed error for a command without an answer. The server's own errors (`WRONGTYPE`,
 * `OOM`) are returned, but no longer print the command's arguments.
 */
export function commandFailure(error: unknown, command: string, label: string): unknown {
  const text = error instanceof Error ? error.message : "";
  const cause = quietReply(error);
  const subject = `"${command}" on Redis "${label}"`;
  if (isRefusedLogin(error) && !text.startsWith("NOPERM")) return connectFailure(cause, label);
  if (text === "Command timed out") {
    const state = "no answer in time, whether it was done is not known";
    return failure(`Cannot finish ${subject}: ${state}`, "COMMAND_TIMEOUT", cause);
  }
  if (text.startsWith("Reached the max retries per request limit")) {
    const state = "the server cannot be reached, start it or correct REDIS_HOST and REDIS_PORT";
    return failure(`Cannot finish ${subject}: ${state}`, "CONNECTION_LOST", cause);
  }
  if (lost.test(text)) {
    const state = "the connection was lost, whether it was done is not known";
    return failure(`Cannot finish ${subject}: ${state}`, "CONNECTION_LOST", cause);
  }
  return cause;
}

const lost =
  /^(Connection is closed|Command aborted due to connection close|Socket timeout|None of startup nodes|Failed to refresh slots cache|read |write |connect )/;

function failure(message: string, code: string, cause: unknown): ConnectionError {
  return new ConnectionError(message, {
    service: "redis",
    code,
    ...(cause === undefined ? {} : { cause }),
  });
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ("code" in error && typeof error.code === "string") return error.code;
  if (isRefusedLogin(error)) return /^[A-Z]+/.exec(error.message)?.[0];
  if (error.name === "NotCapable") return error.name;
  return undefined;
}

function connectState(error: unknown, code: string): string {
  switch (code) {
    case "ECONNREFUSED":
      return "connection refused, start the server or correct REDIS_HOST and REDIS_PORT";
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "the host name is not known, correct REDIS_HOST";
    case "WRONGPASS":
    case "ERR":
      return "the server refused the log-in, correct REDIS_PASSWORD and REDIS_USER";
    case "NOAUTH":
      return "the server wants a password, set REDIS_PASSWORD";
    case "NOPERM":
      return "the user may not do this, correct REDIS_USER or its access control list";
    case "ETIMEDOUT":
      return "no answer in time, look at host, port and firewall";
    default:
      return /CERT|SIGNATURE|ERR_TLS/.test(code)
        ? `its certificate is not accepted (${textOf(error)}), name its authority in REDIS_TLS_CA`
        : `${textOf(error)}, look at the server`;
  }
}

/** If no node answers, the cluster's error keeps the last node's error in a field. */
function rootOf(error: unknown): unknown {
  const inner: unknown = Object(error).lastNodeError;
  return inner instanceof Error ? inner : error;
}

function textOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
}

/** The server's errors hold the command with its arguments, including the password of AUTH. */
function quietReply(error: unknown): unknown {
  const command: unknown = Object(error).command;
  if (typeof command === "object" && command !== null && "args" in command) delete command.args;
  return error;
}
