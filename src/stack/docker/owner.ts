import { z } from "zod";
import { StackError } from "../../base/errors.ts";
import { composeFile, type ComposeProject, runCompose } from "./compose.ts";

const projects = z.array(z.object({ Name: z.string(), ConfigFiles: z.string() }));

/**
 * Refuses to touch containers that belong to another folder with the same project name: two clones
 * would share one database, and `down --volumes` in one would destroy the other's data.
 *
 * @throws {StackError} If they belong to another folder that still exists.
 */
export async function refuseForeignProject(
  project: ComposeProject,
  signal?: AbortSignal,
): Promise<void> {
  const owner = await findForeignOwner(project, signal);
  if (owner === undefined) return;
  throw new StackError(
    `Cannot use the project "${project.name}": its containers belong to ${owner}, ` +
      "set PROJECT_NAME to another name here, or run deno task down there",
    { service: "docker" },
  );
}

/** Returns the Compose file of another folder that owns the project's containers. */
export async function findForeignOwner(
  project: ComposeProject,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const { code, stdout } = await runCompose(project, ["ls", "--all", "--format=json"], { signal });
  const owner = code === 0 ? findOwner(stdout, project) : undefined;
  return owner !== undefined && await exists(owner) ? owner : undefined;
}

/** Finds the Compose file that owns a project's containers, unless it is the project's own. */
export function findOwner(text: string, project: ComposeProject): string | undefined {
  const parsed = projects.safeParse(parseJson(text));
  const found = parsed.success && parsed.data.find(({ Name }) => Name === project.name);
  if (!found) return undefined;
  const files = found.ConfigFiles.split(",");
  return files.includes(composeFile(project.root)) ? undefined : files[0];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Another version may print something else; the start then continues without this check.
    return undefined;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
