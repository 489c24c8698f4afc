import { StackError } from "../../base/errors.ts";
import type { Availability } from "../backend.ts";
import { editionText, sourceName } from "./community.ts";
import { detectLauncher } from "./launcher.ts";
import { mirrorName } from "./mirror.ts";
import { detectPlatform } from "./platform.ts";
import { readTree } from "./tree.ts";

/** Checks whether the native backend can run here, without changing anything. */
export async function detectNative(
  folder: string,
  source: string | undefined,
  aptFolder?: string,
): Promise<Availability> {
  try {
    const { kind } = await detectLauncher(folder);
    const user = kind === "chroot" ? "as another user in a folder of their own" : "as this user";
    const trees = await Promise.all([readTree(folder), source && readTree(source)]);
    const tree = trees.find((one) => one);
    if (tree) {
      const edition = editionText(tree) ?? "of an unknown edition";
      const reason = `PostgreSQL and Redis are unpacked here, TimescaleDB ${edition}, run ${user}`;
      return { available: true, reason };
    }
    const { mirror, community } = await detectPlatform(aptFolder);
    const edition = community === undefined
      ? "TimescaleDB in the Apache edition"
      : `TimescaleDB in the Community edition from ${sourceName(community)}`;
    return {
      available: true,
      reason: `PostgreSQL and Redis from ${mirrorName(mirror)}, ${edition}, run ${user}`,
    };
  } catch (error) {
    if (!(error instanceof StackError)) throw error;
    return { available: false, reason: error.message.replace(/^Cannot [^:]*: /, "") };
  }
}

/** Which TimescaleDB the native backend has, and which source would give it another. */
export interface NativeEdition {
  /** The version and edition that are unpacked, such as `2.19.3 Apache edition`. */
  readonly unpacked: string | undefined;
  /** The source of Timescale's packages that the user has added to apt. */
  readonly source: string | undefined;
}

/** Finds out which TimescaleDB the native backend has or would take. */
export async function detectEdition(folder: string, aptFolder?: string): Promise<NativeEdition> {
  const tree = await readTree(folder);
  const unpacked = tree === undefined ? undefined : editionText(tree);
  try {
    const { community } = await detectPlatform(aptFolder);
    return { unpacked, source: community === undefined ? undefined : sourceName(community) };
  } catch (error) {
    if (!(error instanceof StackError)) throw error;
    return { unpacked, source: undefined };
  }
}
