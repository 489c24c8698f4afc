import { StackError } from "../../base/errors.ts";
import { runCommand } from "../command.ts";
import { type AptSource, readAptSources } from "./apt_sources.ts";
import { askAptLists, findTimescaleSource } from "./community.ts";
import { findMirror, type Mirror } from "./mirror.ts";

/** What it takes to unpack Debian's packages. */
export interface Platform {
  /** Where packages come from. */
  readonly mirror: Mirror;
  /** The source of Timescale's packages, if the user has added one. */
  readonly community: AptSource | undefined;
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
  const [dpkg, apt, unpacker, madison] = await Promise.all([
    runCommand(["dpkg", "--print-architecture"]),
    runCommand(["apt-get", "--version"]),
    runCommand(["dpkg-deb", "--version"]),
    askAptLists(),
  ]);
  if (dpkg.code !== 0 || apt.code !== 0 || unpacker.code !== 0) {
    throw problem("it needs apt-get and dpkg-deb, as a Debian-family Linux has them");
  }
  const architecture = dpkg.stdout.trim();
  const sources = await readAptSources(aptFolder);
  const mirror = findMirror(sources, architecture);
  if (mirror === undefined) {
    throw problem(`${aptFolder} names no Debian mirror, it needs one with the component main`);
  }
  return { mirror, architecture, community: findTimescaleSource(sources, architecture, madison) };
}

function problem(text: string): StackError {
  return new StackError(`Cannot use the backend "native": ${text}`, { service: "native" });
}
