import { join } from "node:path";
import { z } from "zod";
import type { StackState } from "./backend.ts";
import { removeIfThere } from "./files.ts";

const address = z.object({
  host: z.string(),
  port: z.number().int(),
  pid: z.number().int().optional(),
});

const stateFile = z.object({
  backend: z.enum(["docker", "native", "embedded"]),
  profile: z.enum(["default", "full"]),
  services: z.partialRecord(
    z.enum(["timescaledb", "redis", "mongodb", "kafka", "minio"]),
    address,
  ),
  startedAt: z.string(),
});

/** Returns the folder of a project's stack. */
export function stateFolder(root: string): string {
  return join(root, ".strata");
}

/**
 * Reads the state that `up` wrote; a missing or unreadable file means no stack. Whether the
 * processes still exist is known only to the backend's `ps`.
 */
export function readState(root: string): StackState | undefined {
  let text: string;
  try {
    text = Deno.readTextFileSync(join(stateFolder(root), "state.json"));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return undefined;
    }
    throw error;
  }
  const parsed = stateFile.safeParse(parseJson(text));
  // as: the schema's type allows `pid: undefined`, but a missing key stays missing.
  return parsed.success ? parsed.data as StackState : undefined;
}

/** Writes the state in one step: a reader sees the old or the new one. */
export async function writeState(root: string, state: StackState): Promise<void> {
  const path = join(stateFolder(root), "state.json");
  const temporary = `${path}.${crypto.randomUUID().slice(0, 8)}`;
  await Deno.mkdir(stateFolder(root), { recursive: true });
  await Deno.writeTextFile(temporary, `${JSON.stringify(state, undefined, 2)}\n`, { mode: 0o600 });
  await Deno.rename(temporary, path);
}

/** Removes the state file. */
export async function removeState(root: string): Promise<void> {
  await removeIfThere(join(stateFolder(root), "state.json"));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A half-written or edited file is not reliable: it counts as none.
    return undefined;
  }
}
