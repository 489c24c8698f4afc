/**
 * The folders of PATH. Where the environment may not be read there are none: a task that imports the
 * tests' support then says so itself.
 */
export function searchPath(): string[] {
  const { state } = Deno.permissions.querySync({ name: "env", variable: "PATH" });
  return state === "granted" ? (Deno.env.get("PATH") ?? "").split(":") : [];
}
