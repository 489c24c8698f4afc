import { ConnectionError } from "../base/errors.ts";
import { errorCode, isConnectionCode } from "./sql_state.ts";
import type { Target } from "./_target.ts";

/** What a connection was doing when it failed. */
export type Phase = "connect" | "statement";

/**
 * Creates the typed error for a connection that failed or was lost; `undefined` if the error is the
 * server's answer to a statement.
 */
export function connectionFailure(
  error: unknown,
  target: Target,
  phase: Phase,
): ConnectionError | undefined {
  if (error instanceof ConnectionError) return error;
  const code = errorCode(error);
  if (phase !== "connect" && !isLoss(error, code)) return undefined;
  const shown = code ?? (phase === "connect" ? "08001" : "08006");
  return new ConnectionError(messageOf(error, { code: shown, target, phase }), {
    service: "timescaledb",
    code: shown,
    cause: error,
  });
}

function isLoss(error: unknown, code: string | undefined): boolean {
  if (code !== undefined && isConnectionCode(code)) return true;
  // An error that the server calls FATAL ends the connection, whatever its code.
  return /^(FATAL|PANIC)$/.test(String(Object(error).severity));
}

interface Circumstances {
  readonly code: string;
  readonly target: Target;
  readonly phase: Phase;
}

function messageOf(error: unknown, { code, target, phase }: Circumstances): string {
  if (phase === "connect") {
    return `Cannot connect to "${target.label}": ${connectState(error, code, target)}`;
  }
  const state = code === "QUERY_TIMEOUT" ? "no answer in time" : "the connection was lost";
  return `Cannot finish a statement on "${target.label}": ${state} (${code}), a transaction that ` +
    "was not committed is rolled back, anything else may be stored: ask by its key before " +
    "repeating it";
}

function connectState(error: unknown, code: string, target: Target): string {
  switch (code) {
    case "ECONNREFUSED":
      return "connection refused, start the server or correct DATABASE_URL";
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "the host name is not known, correct POSTGRES_HOST or DATABASE_URL";
    case "ETIMEDOUT":
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "CONNECT_TIMEOUT":
      return "no answer in time, look at host, port and firewall";
    case "28P01":
    case "28000":
    case "SASL":
      return `the server refused the log-in of user "${target.user}", correct POSTGRES_PASSWORD ` +
        "or DATABASE_URL (an existing volume keeps the password it was made with)";
    case "3D000":
      return "there is no such database, create it or correct POSTGRES_DB";
    case "53300":
      return "the server has no connection left, lower DB_POOL_SIZE or raise max_connections";
    case "57P03":
      return "the server is starting or stopping, try again in a moment";
    case "TLS_REFUSED":
      return "the server does not offer TLS, set DB_SSL to disable or switch TLS on there";
    case "08P01":
      if (!stateOf(error, target).includes("unsupported startup parameter")) break;
      return "a PgBouncer between refuses session limits, set DB_PREPARED_STATEMENTS=false or add " +
        "pgbouncer=true to the URL";
    default:
  }
  const state = stateOf(error, target);
  return isCertificateCode(code)
    ? `its certificate is not accepted (${state}), name its authority in DB_SSL_CA or sslrootcert`
    : `${state} (${code}), look at the server and at DATABASE_URL`;
}

function isCertificateCode(code: string): boolean {
  return /CERT|SIGNATURE|ERR_TLS/.test(code);
}

function stateOf(error: unknown, target: Target): string {
  const text = error instanceof Error ? error.message : String(error);
  // A password that equals a name of the target is no secret, and hiding it would hide the host.
  const { password, label, user } = target;
  return password === "" || `${label} ${user}`.includes(password)
    ? text
    : text.replaceAll(password, "***").replaceAll(encodeURIComponent(password), "***");
}
