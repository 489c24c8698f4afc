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

/** Gives the folder where a project's stack keeps everything. */
export function stateFolder(root: string): string {
  return join(root, ".strata");
}

/**
 * Reads what runs, as `up` left it; a missing or unreadable file is no stack. Whether the processes
 * are still there is for the backend's `ps` to say.
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
  // The schema gives `pid: undefined` at most where the key is missing, which the type calls absent.
  return parsed.success ? parsed.data as StackState : undefined;
}

/** Writes what runs, in one step: a reader sees the old state or the new one. */
export async function writeState(root: string, state: StackState): Promise<void> {
  const path = join(stateFolder(root), "state.json");
  const temporary = `${path}.${crypto.randomUUID().slice(0, 8)}`;
  await Deno.mkdir(stateFolder(root), { recursive: true });
  await Deno.writeTextFile(temporary, `${JSON.stringify(state, undefined, 2)}\n`);
  await Deno.rename(temporary, path);
}

/** Forgets what ran. */
export async function removeState(root: string): Promise<void> {
  await removeIfThere(join(stateFolder(root), "state.json"));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A half-written or edited file says nothing reliable: the same as none.
    return undefined;
  }
}
