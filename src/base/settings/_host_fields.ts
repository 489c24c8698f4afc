import { isIPv6 } from "node:net";
import { bracketHost } from "./url.ts";
import { type Field, field, port } from "./_fields.ts";

/** A host and a port. */
export interface HostPort {
  /** The host name or address, IPv6 without brackets. */
  readonly host: string;
  /** The port. */
  readonly port: number;
}

/** A host name or address; IPv6 may have brackets, which are removed. */
export function host(): Field<string> {
  return field("a host name or address, without scheme, port or path", readHost);
}

/** A `host:port` pair. */
export function hostPort(): Field<HostPort> {
  return field("host:port", (text) => {
    const match = /^(.+):(\d+)$/.exec(text.trim());
    if (!match) return undefined;
    const [, before = "", digits = ""] = match;
    // "::1:9092" is ambiguous: an IPv6 address with a port needs its brackets.
    if (before.includes(":") && !before.startsWith("[")) return undefined;
    const name = readHost(before);
    const number = port().safeParse(digits).data;
    return name === undefined || number === undefined ? undefined : { host: name, port: number };
  });
}

/** A `host:port` pair as text. */
export function hostPortText(): Field<string> {
  return field("host:port", (text) => {
    const pair = hostPort().safeParse(text).data;
    return pair && `${bracketHost(pair.host)}:${pair.port}`;
  });
}

function readHost(text: string): string | undefined {
  const name = text.trim();
  const bare = /^\[(.*)\]$/.exec(name)?.[1];
  if (bare !== undefined) return isIPv6(bare) ? bare : undefined;
  if (isIPv6(name)) return name;
  return /^[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9_.])?$/i.test(name) ? name : undefined;
}
