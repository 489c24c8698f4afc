import { readFileSync } from "node:fs";
import type { ConnectionOptions } from "node:tls";
import { ConfigError } from "../base/errors.ts";

/** The TLS options that a PostgreSQL connection takes. */
export type TlsOptions = Pick<
  ConnectionOptions,
  "ca" | "cert" | "key" | "rejectUnauthorized" | "checkServerIdentity"
>;

/** The TLS settings of a URL or the settings, in libpq's terms. */
export interface TlsRequest {
  readonly mode: string;
  readonly caFile: string | undefined;
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
}

/**
 * Converts libpq's `sslmode` to TLS options. `require` encrypts without checking the server (with a
 * certificate authority it equals `verify-ca`), `verify-ca` checks who signed the certificate, and
 * `verify-full` also checks the host name.
 *
 * @throws {ConfigError} For a mode that guarantees nothing (`allow`, `prefer`), `verify-ca` without
 * an authority, or a file that cannot be read.
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
