import { join } from "node:path";
import { StackError } from "../../base/errors.ts";
import { withTimeoutSignal } from "../../base/resilience/mod.ts";
import type { ProgressEvent } from "../backend.ts";
import { type AptOptions, openApt, type PackageFile, type PrivateApt } from "./apt.ts";
import type { AptSource } from "./apt_sources.ts";
import { APACHE_PACKAGE, COMMUNITY_PACKAGE, COMMUNITY_PACKAGES, sourceName } from "./community.ts";
import { mirrorName } from "./mirror.ts";

const DATABASE = [APACHE_PACKAGE, "dash"];
const COMMUNITY_DATABASE = [...COMMUNITY_PACKAGES, "dash"];
/** A source that hangs must not hold up a start that can do without it. */
const SOURCE_LIMIT_MS = 120_000;
const KEY_VALUE_STORES = ["redis-server", "valkey-server"];

/** Options of {@linkcode chooseEdition}: Timescale's source is taken before Debian's packages. */
export interface EditionOptions extends AptOptions {
  /** Called with each step. */
  readonly report: (event: ProgressEvent) => void;
}

/** The packages of an edition, and the apt that knows them. */
export interface ChosenEdition {
  /** The apt. */
  readonly apt: PrivateApt;
  /** The packages with their dependencies. */
  readonly resolved: readonly PackageFile[];
}

/** Takes the Community edition where the user's source gives it, else Debian's. */
export async function chooseEdition(options: EditionOptions): Promise<ChosenEdition> {
  const { community, mirror, report } = options;
  if (community !== undefined) {
    const why = await tryCommunity(community, options);
    if (typeof why !== "string") return why;
    report({
      kind: "note",
      service: "timescaledb",
      message: `${why}; taking Debian's TimescaleDB, the Apache edition`,
    });
  }
  report({ kind: "step", message: `reading the list of packages of ${mirrorName(mirror)}` });
  const apt = await openApt({ ...options, community: undefined, folder: aptFolder(options) });
  await apt.update();
  const resolved = await resolve(apt, DATABASE);
  if (resolved !== undefined) return { apt, resolved };
  throw new StackError(
    `Cannot unpack the servers: "${mirrorName(mirror)}" has no ${APACHE_PACKAGE} or no ${
      KEY_VALUE_STORES.join(" and no ")
    }, use a complete Debian mirror`,
    { service: "native" },
  );
}

/** Resolves the Community edition; a text says why that cannot be. */
async function tryCommunity(
  community: AptSource,
  options: EditionOptions,
): Promise<ChosenEdition | string> {
  const { report, signal } = options;
  const name = sourceName(community);
  report({ kind: "step", message: `reading the list of packages of ${name}` });
  const apt = { ...options, community, folder: aptFolder(options) };
  try {
    const resolved = await withTimeoutSignal(async (limited) => {
      const reader = await openApt({ ...apt, signal: limited });
      await reader.update();
      return await resolve(reader, COMMUNITY_DATABASE);
    }, { timeoutMs: SOURCE_LIMIT_MS, ...signal === undefined ? {} : { signal } });
    if (resolved === undefined) return `"${name}" has no ${COMMUNITY_PACKAGE} for this machine`;
    const version = resolved.find((one) => one.name === COMMUNITY_PACKAGE)?.version;
    report({
      kind: "note",
      service: "timescaledb",
      message: `taking TimescaleDB ${version}, the Community edition, from ${name}`,
    });
    return { apt: await openApt(apt), resolved };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof StackError) return error.message;
    if (!(error instanceof DOMException)) throw error;
    return `"${name}" gives no answer within ${SOURCE_LIMIT_MS / 1_000} s`;
  }
}

function aptFolder({ folder }: EditionOptions): string {
  return join(folder, "apt");
}

async function resolve(
  apt: PrivateApt,
  database: readonly string[],
): Promise<PackageFile[] | undefined> {
  for (const store of KEY_VALUE_STORES) {
    const packages = await apt.resolve([...database, store]);
    if (packages !== undefined) return packages;
  }
  return undefined;
}
