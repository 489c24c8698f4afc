/** Percent-encodes a user, password or other part of a URL. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Writes a host for a URL: an IPv6 address gets its brackets. */
export function bracketHost(host: string): string {
  return host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
}

/** The parts of a connection URL. */
export interface UrlParts {
  /** The scheme without its colon. */
  readonly scheme: string;
  /** The host, IPv6 without brackets. */
  readonly host: string;
  /** The port. */
  readonly port: number;
  /** The user, not encoded. */
  readonly user?: string;
  /** The password, not encoded. */
  readonly password?: string;
  /** The path after the slash, already encoded. */
  readonly path?: string;
  /** The query after the question mark, already encoded. */
  readonly query?: string;
}

/** Builds a URL from its parts; user and password are percent-encoded. */
export function buildUrl(parts: UrlParts): string {
  const user = percentEncode(parts.user ?? "");
  const password = parts.password ? `:${percentEncode(parts.password)}` : "";
  const login = user || password ? `${user}${password}@` : "";
  const query = parts.query ? `?${parts.query}` : "";
  const path = parts.path === undefined ? "" : `/${parts.path}`;
  return `${parts.scheme}://${login}${bracketHost(parts.host)}:${parts.port}${path}${query}`;
}

/**
 * Hides the password of a URL, and passwords, tokens and keys among its parameters. A text that is
 * not a URL is returned unchanged. A URL that cannot be parsed loses everything up to its last `@`.
 *
 * @example
 * ```ts
 * import { redactUrl } from "@strata/foundation";
 *
 * redactUrl("postgres://app:s3cret@db:5432/strata"); // postgres://app:***@db:5432/strata
 * ```
 */
export function redactUrl(url: string): string {
  return hideLogin(url).replace(
    /([?&;](?:[a-z0-9_.-]*(?:password|passwd|secret|token|api_?key|access_?key|signature))=)[^&;#\s]+/gi,
    "$1***",
  );
}

function hideLogin(url: string): string {
  const match = /^([a-z][a-z0-9+.-]*:\/\/)(.*)$/is.exec(url);
  if (!match) return url;
  const [, scheme = "", rest = ""] = match;
  const authority = /^[^/?#]*/.exec(rest)?.[0] ?? "";
  // A raw "/", "?" or "#" in a password ends the authority too early. Then "user:start" is not
  // host:port, and the password ends at the last "@" of the whole text.
  const whole = !authority.includes("@") && rest.includes("@") && !/^[^:]*(:\d*)?$/.test(authority);
  const end = (whole ? rest : authority).lastIndexOf("@");
  if (end < 0) return url;
  const login = rest.slice(0, end);
  const colon = login.indexOf(":");
  if (colon >= 0) return `${scheme}${login.slice(0, colon)}:***${rest.slice(end)}`;
  return /^https?:/i.test(scheme) ? `${scheme}***${rest.slice(end)}` : url;
}
