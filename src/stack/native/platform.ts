import { StackError } from "../../base/errors.ts";
import { runCommand } from "../command.ts";
import { readAptSources } from "./apt_sources.ts";
import { findMirror, type Mirror } from "./mirror.ts";

/** What it takes to unpack Debian's packages. */
export interface Platform {
  /** Where packages come from. */
  readonly mirror: Mirror;
  /** The machine's architecture, as Debian names it. */
  readonly architecture: string;
}

/**
 * Checks whether this machine can fetch and unpack Debian's packages.
 *
 * @throws {StackError} If not, with what is missing.
 */
export async function detectPlatform(aptFolder = "/etc/apt"): Promise<Platform> {
  if (Deno.build.os !== "linux") throw problem(`this is ${Deno.build.os}, it needs Linux`);
  const [dpkg, apt, unpacker] = await Promise.all([
    runCommand(["dpkg", "--print-architecture"]),
    runCommand(["apt-get", "--version"]),
    runCommand(["dpkg-deb", "--version"]),
  ]);
  if (dpkg.code !== 0 || apt.code !== 0 || unpacker.code !== 0) {
    throw problem("it needs apt-get and dpkg-deb, as a Debian-family Linux has them");
  }
  const architecture = dpkg.stdout.trim();
  const mirror = findMirror(await readAptSources(aptFolder), architecture);
  if (mirror === undefined) {
    throw problem(`${aptFolder} names no Debian mirror, it needs one with the component main`);
  }
  return { mirror, architecture };
}

function problem(text: string): StackError {
  return new StackError(`Cannot use the backend "native": ${text}`, { service: "native" });
}
