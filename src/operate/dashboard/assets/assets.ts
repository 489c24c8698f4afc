import { createHash } from "node:crypto";
import { chartScript } from "./chart_script.ts";
import { chunkScript } from "./chunk_script.ts";
import { icon } from "./icon.ts";
import { liveScript } from "./live_script.ts";
import { chartStyle } from "./chart_style.ts";
import { pageStyle } from "./page_style.ts";

interface Asset {
  readonly type: string;
  readonly load: () => Promise<string> | string;
}

const script = "text/javascript; charset=utf-8";
const style = "text/css; charset=utf-8";

const assets: ReadonlyMap<string, Asset> = new Map([
  ["page.css", { type: style, load: () => pageStyle + chartStyle }],
  [
    "page.js",
    { type: script, load: () => `"use strict";\n${liveScript}${chunkScript}${chartScript}` },
  ],
  ["uplot.css", { type: style, load: () => readUplot("uPlot.min.css") }],
  ["uplot.js", { type: script, load: () => readUplot("uPlot.iife.min.js") }],
  ["icon.svg", { type: "image/svg+xml", load: () => icon }],
]);

interface Loaded {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly tag: string;
  readonly type: string;
}

const loaded = new Map<string, Loaded>();

/** Answers with an asset; null where there is none of the name. */
export async function answerAsset(name: string, headers: Headers): Promise<Response | null> {
  const asset = assets.get(name);
  if (asset === undefined) return null;
  const { bytes, tag, type } = loaded.get(name) ?? await load(name, asset);
  const common = { etag: tag, "cache-control": "no-cache", "content-type": type };
  const named = headers.get("if-none-match")?.split(",").map((one) =>
    one.trim().replace(/^W\//, "")
  );
  if (named?.includes(tag)) return new Response(null, { status: 304, headers: common });
  return new Response(bytes, { headers: common });
}

async function load(name: string, { type, load }: Asset): Promise<Loaded> {
  const bytes = new TextEncoder().encode(await load());
  const tag = `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 27)}"`;
  const one = { bytes, tag, type };
  loaded.set(name, one);
  return one;
}

/** Reads a file of the chart library's package. */
async function readUplot(file: string): Promise<string> {
  // Deno downloads the packages that modules import, and no others.
  await import("uplot");
  return await Deno.readTextFile(new URL(import.meta.resolve(`uplot/dist/${file}`)));
}
