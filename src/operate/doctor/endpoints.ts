import type { ImageSettings } from "../../base/settings/mod.ts";

/** A place to ask whether it can be reached. */
export interface Endpoint {
  readonly what: string;
  readonly url: string;
  /** What cannot be done without it. */
  readonly use: string;
  /** A proxy other than the environment's. */
  readonly proxy?: string | undefined;
}

/** What {@linkcode endpointsOf} needs to know. */
export interface EndpointSources {
  readonly images: ImageSettings;
  /** The first address of the machine's Debian mirror. */
  readonly mirror: string | undefined;
  /** The output of `apt-config dump`. */
  readonly aptConfig: string;
  /** `NPM_CONFIG_REGISTRY`. */
  readonly npmRegistry: string | undefined;
}

/** Lists the places that backends fetch from: registries of images, Debian's mirror, npm. */
export function endpointsOf(sources: EndpointSources): Endpoint[] {
  const { images, mirror, aptConfig, npmRegistry } = sources;
  const registries = new Set(Object.values(images).map(registryOf));
  const isWeb = mirror !== undefined && /^https?:/.test(mirror);
  return [
    ...Array.from(registries, (host): Endpoint => ({
      what: "image registry",
      url: `${/^(localhost|127\.)/.test(host) ? "http" : "https"}://${host}/v2/`,
      use: "images that are not on this machine yet cannot be pulled",
    })),
    ...isWeb
      ? [{
        what: "Debian mirror",
        url: `${mirror.replace(/\/$/, "")}/dists/trixie/InRelease`,
        use: "native cannot unpack its servers the first time",
        proxy: aptProxy(aptConfig, mirror),
      }]
      : [],
    {
      what: "npm registry",
      url: npmRegistry || "https://registry.npmjs.org/",
      use: "packages that are not in Deno's cache yet cannot be fetched",
    },
  ];
}

/** Returns the host of an image's registry. */
export function registryOf(image: string): string {
  const [first = "", ...rest] = image.split("/");
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  return isHost && first !== "docker.io" ? first : "registry-1.docker.io";
}

/** Finds the proxy that apt uses for an address; `DIRECT` means none. */
export function aptProxy(aptConfig: string, url: string): string | undefined {
  const { protocol, hostname } = new URL(url);
  const scheme = protocol.replace(":", "");
  const names = [`Acquire::${scheme}::Proxy::${hostname}`, `Acquire::${scheme}::Proxy`];
  for (const name of names) {
    const line = aptConfig.split("\n").find((text) =>
      text.toLowerCase().startsWith(`${name.toLowerCase()} "`)
    );
    const value = line?.match(/"(.*)"/)?.[1];
    if (value) return value === "DIRECT" ? undefined : value;
  }
  return undefined;
}
