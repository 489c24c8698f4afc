import type { Settings } from "../../base/settings/mod.ts";
import { machineMirror, runCommand } from "../../stack/mod.ts";
import { type Endpoint, endpointsOf } from "./endpoints.ts";
import type { EndpointFact } from "./facts.ts";

const TIMEOUT_MS = 3_000;

/** Asks every place that a backend may fetch from, all at once; proxies are honoured. */
export async function probeNetwork(
  settings: Settings,
  timeoutMs = TIMEOUT_MS,
): Promise<EndpointFact[]> {
  const [mirror, apt] = await Promise.all([
    machineMirror(),
    runCommand(["apt-config", "dump"], { signal: AbortSignal.timeout(timeoutMs) }),
  ]);
  const endpoints = endpointsOf({
    images: settings.images,
    mirror,
    aptConfig: apt.stdout,
    npmRegistry: Deno.env.get("NPM_CONFIG_REGISTRY") ?? Deno.env.get("npm_config_registry"),
  });
  return await Promise.all(endpoints.map((endpoint) => askEndpoint(endpoint, timeoutMs)));
}

/** Asks one place; any answer, even a refusal, means that it can be reached. */
export async function askEndpoint(
  { what, url, use, proxy }: Endpoint,
  timeoutMs: number,
): Promise<EndpointFact> {
  const host = URL.parse(url)?.host ?? url;
  const fact = { what, host, use, clockDifferenceMs: undefined };
  using client = proxy === undefined ? undefined : Deno.createHttpClient({ proxy: { url: proxy } });
  const started = performance.now();
  try {
    const response = await fetch(url, {
      method: "HEAD",
      signal: AbortSignal.timeout(timeoutMs),
      ...client === undefined ? {} : { client },
    });
    await response.body?.cancel();
    const elapsed = Math.round(performance.now() - started);
    const date = Date.parse(response.headers.get("date") ?? "");
    const detail = `answers (${response.status}) in ${elapsed} ms`;
    const difference = Number.isNaN(date) ? undefined : date + 500 - Date.now();
    return { ...fact, reached: true, detail, clockDifferenceMs: difference };
  } catch (error) {
    return { ...fact, reached: false, detail: explainFetch(error, timeoutMs) };
  }
}

/** Words why a fetch failed; an address, which may hold a password, is not repeated. */
export function explainFetch(error: unknown, timeoutMs: number): string {
  const trail = trailOf(error);
  if (/TimeoutError|timed out/i.test(trail)) return `gives no answer within ${timeoutMs / 1_000} s`;
  if (/dns error|name or service not known|failed to lookup/i.test(trail)) {
    return "is not known by name here";
  }
  if (/certificate|UnknownIssuer/i.test(trail)) {
    return "has a certificate that is not trusted here (DENO_TLS_CA_STORE=system trusts the system's)";
  }
  if (/connection refused/i.test(trail)) return "refuses the connection";
  if (/unreachable/i.test(trail)) return "cannot be reached from this network";
  if (/proxy|tunnel/i.test(trail)) return "is not let through by the proxy";
  return "cannot be reached";
}

function trailOf(error: unknown): string {
  if (!(error instanceof Error)) return "";
  return `${error.name} ${error.message} ${trailOf(error.cause)}`;
}
