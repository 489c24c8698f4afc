import { join } from "node:path";

/** A package that holds a stand-in. */
export interface StandInPackage {
  readonly name: string;
  readonly version: string;
  /** What it needs, as in `Depends`. */
  readonly depends?: string;
  /** Its files by their paths below the root. */
  readonly files: Readonly<Record<string, string>>;
}

/** A signed repository of packages, served on loopback. */
export interface AptRepository extends AsyncDisposable {
  /** Its address. */
  readonly uri: string;
  /** The keyring that its signature is checked with. */
  readonly keyring: string;
}

/** Options of {@linkcode serveAptRepository}. */
export interface AptRepositoryOptions {
  /** A folder of its own. */
  readonly folder: string;
  /** The path of its address. */
  readonly path: string;
  readonly suite: string;
  readonly origin: string;
  readonly packages: readonly StandInPackage[];
}

/** The programs that it takes, if one is missing. */
export async function missingAptProgram(): Promise<string | undefined> {
  for (const program of ["apt-get", "dpkg-deb", "gpg"]) {
    try {
      const { code } = await new Deno.Command(program, { args: ["--version"] }).output();
      if (code !== 0) return program;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      return program;
    }
  }
  return undefined;
}

/** Builds packages, signs their list with a key made for it, and serves them. */
export async function serveAptRepository(options: AptRepositoryOptions): Promise<AptRepository> {
  const { folder, path, suite, origin, packages } = options;
  const architecture = (await run("dpkg", ["--print-architecture"])).trim();
  const files = new Map<string, Uint8Array>();
  const entries: string[] = [];
  for (const one of packages) {
    const deb = await build(join(folder, "build"), one, architecture);
    const name = `pool/${one.name}_${one.version.replace(/^\d+:/, "")}_${architecture}.deb`;
    files.set(name, deb);
    entries.push(`${control(one, architecture)}Filename: ${name}\n${await sums(deb)}`);
  }
  const list = new TextEncoder().encode(entries.join("\n"));
  const place = `main/binary-${architecture}/Packages`;
  files.set(`dists/${suite}/${place}`, list);
  const release = `Origin: ${origin}\nLabel: ${origin}\nSuite: stable\nCodename: ${suite}\n` +
    `Date: ${new Date().toUTCString().replace("GMT", "UTC")}\nArchitectures: ${architecture}\n` +
    `Components: main\nSHA256:\n ${await sha256(list)} ${list.length} ${place}\n`;
  const { keyring, signed } = await sign(join(folder, "gpg"), release);
  files.set(`dists/${suite}/InRelease`, new TextEncoder().encode(signed));
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    const asked = decodeURIComponent(new URL(request.url).pathname);
    const found = files.get(asked.slice(path.length + 1));
    return found === undefined
      ? new Response("not found", { status: 404 })
      : new Response(new Uint8Array(found));
  });
  return {
    uri: `http://127.0.0.1:${server.addr.port}${path}`,
    keyring,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

async function build(
  folder: string,
  one: StandInPackage,
  architecture: string,
): Promise<Uint8Array> {
  const root = join(folder, one.name);
  await Deno.mkdir(join(root, "DEBIAN"), { recursive: true });
  await Deno.writeTextFile(join(root, "DEBIAN/control"), control(one, architecture));
  for (const [path, text] of Object.entries(one.files)) {
    await Deno.mkdir(join(root, path, ".."), { recursive: true });
    await Deno.writeTextFile(join(root, path), text);
  }
  const deb = join(folder, `${one.name}.deb`);
  await run("dpkg-deb", ["--build", "--root-owner-group", "-Znone", root, deb]);
  return await Deno.readFile(deb);
}

function control({ name, version, depends }: StandInPackage, architecture: string): string {
  return `Package: ${name}\nVersion: ${version}\nArchitecture: ${architecture}\n` +
    (depends === undefined ? "" : `Depends: ${depends}\n`) +
    "Maintainer: nobody <nobody@example.invalid>\nDescription: a stand-in\n";
}

async function sums(file: Uint8Array): Promise<string> {
  return `Size: ${file.length}\nSHA256: ${await sha256(file)}\n`;
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new Uint8Array(bytes));
  return new Uint8Array(digest).toHex();
}

async function sign(
  home: string,
  text: string,
): Promise<{ readonly keyring: string; readonly signed: string }> {
  const gpg = (...args: string[]) =>
    run("gpg", ["--homedir", home, "--batch", "--quiet", "--yes", ...args]);
  const keyring = join(home, "public.gpg");
  await ensureKey(home, keyring, gpg);
  const release = join(home, "Release");
  await Deno.writeTextFile(release, text);
  await gpg("--digest-algo", "SHA512", "--clearsign", "--output", join(home, "InRelease"), release);
  await run("gpgconf", ["--homedir", home, "--kill", "all"]);
  return { keyring, signed: await Deno.readTextFile(join(home, "InRelease")) };
}

/** A second repository in the same folder is signed with the same key, which takes time to make. */
async function ensureKey(
  home: string,
  keyring: string,
  gpg: (...args: string[]) => Promise<string>,
): Promise<void> {
  try {
    await Deno.mkdir(home, { mode: 0o700 });
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) return;
    throw error;
  }
  await gpg(
    ...["--passphrase", "", "--pinentry-mode", "loopback"],
    ...["--quick-generate-key", "stand-in@example.invalid", "ed25519", "sign", "never"],
  );
  await gpg("--output", keyring, "--export");
  await Deno.chmod(keyring, 0o644);
}

async function run(program: string, args: string[]): Promise<string> {
  const { code, stdout, stderr } = await new Deno.Command(program, { args }).output();
  const text = new TextDecoder();
  if (code !== 0) throw new TypeError(`${program} ended with ${code}: ${text.decode(stderr)}`);
  return text.decode(stdout);
}
