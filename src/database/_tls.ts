import { readFileSync } from "node:fs";
import type { ConnectionOptions } from "node:tls";
import { ConfigError } from "../base/errors.ts";

/** The part of TLS options that a connection to PostgreSQL is given. */
export type TlsOptions = Pick<
  ConnectionOptions,
  "ca" | "cert" | "key" | "rejectUnauthorized" | "checkServerIdentity"
>;

/** What a URL or the settings say of TLS, as libpq names it. */
export interface TlsRequest {
  readonly mode: string;
  readonly caFile: string | undefined;
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
}

/**
 * Turns libpq's `sslmode` into TLS options: `require` encrypts without asking who answers (with a
 * certificate authority it is `verify-ca`), `verify-ca` checks who signed the certificate,
 * `verify-full` the host's name as well.
 *
 * @throws {ConfigError} For a mode that promises nothing (`allow`, `prefer`), a `verify-ca` without
 * an authority, and a file that cannot be read.
 */
export function tlsOptions(request: TlsRequest): TlsOptions | false {
  const ca = readPem("DB_SSL_CA or sslrootcert", request.caFile);
  const own = {
    ...(ca === undefined ? {} : { ca }),
    ...pemOption("cert", request.certFile),
    ...pemOption("key", request.keyFile),
  };
  switch (request.mode) {
    case "disable":
      return false;
    case "require":
      return ca === undefined ? { ...own, rejectUnauthorized: false } : verifyAuthority(own);
    case "verify-ca":
      if (ca !== undefined) return verifyAuthority(own);
      throw new ConfigError(
        'Cannot use sslmode "verify-ca": it names no certificate authority, set DB_SSL_CA or ' +
          "sslrootcert, or use verify-full",
      );
    case "verify-full":
      return own;
    default:
      throw new ConfigError(
        `Cannot use sslmode "${request.mode}": want disable, require, verify-ca or verify-full`,
      );
  }
}

function verifyAuthority(own: TlsOptions): TlsOptions {
  return { ...own, checkServerIdentity: () => undefined };
}

function pemOption(name: "cert" | "key", file: string | undefined): TlsOptions {
  const pem = readPem(`ssl${name}`, file);
  return pem === undefined ? {} : { [name]: pem };
}

function readPem(name: string, file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new ConfigError(`Cannot read "${file}": ${name} names it, want a readable PEM file`, {
      cause,
    });
  }
}
