import { StackError } from "../../base/errors.ts";
import type { Availability } from "../backend.ts";
import { detectLauncher } from "./launcher.ts";
import { mirrorName } from "./mirror.ts";
import { detectPlatform } from "./platform.ts";
import { readTree } from "./tree.ts";

/** Checks whether the native backend can run here, without changing anything. */
export async function detectNative(
  folder: string,
  source: string | undefined,
): Promise<Availability> {
  try {
    const { kind } = await detectLauncher(folder);
    const user = kind === "chroot" ? "as another user in a folder of their own" : "as this user";
    const trees = await Promise.all([readTree(folder), source && readTree(source)]);
    if (trees.some((tree) => tree)) {
      return { available: true, reason: `PostgreSQL and Redis are unpacked here, run ${user}` };
    }
    const { mirror } = await detectPlatform();
    return {
      available: true,
      reason: `PostgreSQL and Redis from ${mirrorName(mirror)}, run ${user}`,
    };
  } catch (error) {
    if (!(error instanceof StackError)) throw error;
    return { available: false, reason: error.message.replace(/^Cannot [^:]*: /, "") };
  }
}
