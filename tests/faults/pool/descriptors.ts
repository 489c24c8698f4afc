/**
 * Counts this process's descriptors of connections to a port of 127.0.0.1, as a test's own proxy
 * has; others are of tests beside it. Null where the system does not tell.
 */
export async function descriptorsTo(port: number): Promise<number | null> {
  if (Deno.build.os !== "linux") return null;
  const own = new Set<string>();
  for await (const { name } of Deno.readDir("/proc/self/fd")) {
    const link = await Deno.readLink(`/proc/self/fd/${name}`).catch(() => "");
    const inode = /^socket:\[(\d+)\]$/.exec(link)?.[1];
    if (inode !== undefined) own.add(inode);
  }
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  const table = await Deno.readTextFile("/proc/self/net/tcp");
  return table.split("\n").slice(1).filter((line) => {
    const [, , remote = "", , , , , , , inode = ""] = line.trim().split(/\s+/);
    return remote.endsWith(`:${hex}`) && own.has(inode);
  }).length;
}
