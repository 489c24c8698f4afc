import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";

/** A published version of a package. */
export interface PublishedPackage {
  /** `@scope/name`. */
  readonly name: string;
  readonly version: string;
  /** The entries, as in the package's `deno.json`. */
  readonly exports: Readonly<Record<string, string>>;
  /** The files by their path in the package, such as `/mod.ts`. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/**
 * A registry on loopback that speaks JSR's two protocols: `deno publish` sends packages to it, and
 * a Deno with this `JSR_URL` imports them from it.
 */
export class JsrRegistry implements AsyncDisposable {
  /** The value for `JSR_URL`. */
  readonly url: string;
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #packages = new Map<string, PublishedPackage>();

  /** Starts an empty registry. */
  constructor() {
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      (request) => this.#answer(request),
    );
    this.url = `http://127.0.0.1:${this.#server.addr.port}/`;
  }

  /**
   * Runs the real `deno publish` in a folder, including the type check, and returns what arrived.
   */
  async publish(root: string): Promise<PublishedPackage> {
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["publish", "--allow-dirty", "--token=none-is-asked-for"],
      cwd: root,
      env: { JSR_URL: this.url, NO_COLOR: "1" },
    }).output();
    const said = new TextDecoder().decode(stderr);
    if (!success) throw new Error(`deno publish failed:\n${said}`);
    const published = [...this.#packages.values()].at(-1);
    if (published === undefined) throw new Error(`deno publish sent nothing:\n${said}`);
    return published;
  }

  /** Stops the registry. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }

  async #answer(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const version = publishing.exec(pathname);
    if (version !== null && request.method === "POST") {
      const archive = new Uint8Array(await request.arrayBuffer());
      return this.#receive(version.slice(1), { archive, config: searchParams.get("config") ?? "" });
    }
    if (version === null && pathname.startsWith("/api/scopes/")) return Response.json({});
    const [, name = "", path = ""] = /^\/(@[^/]+\/[^/]+)\/(.+)$/.exec(pathname) ?? [];
    const body = this.#find(name, path);
    return body === undefined
      ? new Response("not found", { status: 404 })
      : new Response(body, { headers: { "content-type": "text/plain; charset=utf-8" } });
  }

  #receive(
    [scope = "", name = "", version = ""]: readonly string[],
    { archive, config }: { readonly archive: Uint8Array; readonly config: string },
  ): Response {
    const files = readArchive(gunzipSync(archive));
    const { exports } = JSON.parse(new TextDecoder().decode(files.get(config)));
    const packageName = `@${scope}/${name}`;
    this.#packages.set(packageName, { name: packageName, version, exports, files });
    return Response.json({ id: crypto.randomUUID(), status: "success", error: null });
  }

  #find(name: string, path: string): BodyInit | undefined {
    const found = this.#packages.get(name);
    if (found === undefined) return undefined;
    const { version, exports, files } = found;
    if (path === "meta.json") {
      return JSON.stringify({ name, latest: version, versions: { [version]: {} } });
    }
    if (path === `${version}_meta.json`) {
      const manifest = [...files].map(([file, content]) => [file, fileEntry(content)]);
      return JSON.stringify({ exports, manifest: Object.fromEntries(manifest) });
    }
    const file = path.startsWith(`${version}/`) ? path.slice(version.length) : "";
    const content = files.get(file);
    return content === undefined ? undefined : new Uint8Array(content);
  }
}

const publishing = /^\/api\/scopes\/([^/]+)\/packages\/([^/]+)\/versions\/([^/]+)$/;

function fileEntry(content: Uint8Array): { size: number; checksum: string } {
  const hash = createHash("sha256").update(content).digest("hex");
  return { size: content.length, checksum: `sha256-${hash}` };
}

const BLOCK = 512;

/** Reads the plain files of a tar archive; names that need an extension are refused. */
function readArchive(bytes: Uint8Array): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (let at = 0; at + BLOCK <= bytes.length && bytes[at] !== 0;) {
    const header = bytes.subarray(at, at + BLOCK);
    const kind = textOf(header, 156, 1);
    if (kind !== "0" && kind !== "") throw new Error(`Cannot read an archive's entry "${kind}"`);
    const size = parseInt(textOf(header, 124, 12), 8);
    const start = at + BLOCK;
    const prefix = textOf(header, 345, 155);
    const name = prefix === "" ? textOf(header, 0, 100) : `${prefix}/${textOf(header, 0, 100)}`;
    files.set(`/${name.replace(/^\.?\//, "")}`, bytes.slice(start, start + size));
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}

function textOf(header: Uint8Array, start: number, length: number): string {
  const field = new TextDecoder().decode(header.subarray(start, start + length));
  return field.replace(/\0.*$/s, "").trim();
}
