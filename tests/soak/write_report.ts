import { join } from "node:path";
import { soakPicture } from "./soak_picture.ts";
import type { SoakReport } from "./soak_report.ts";
import { soakText } from "./soak_text.ts";

/** Writes a report into a folder: `soak.json`, `soak.md` and `soak.svg`. */
export async function writeReport(folder: string, report: SoakReport): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  const write = (name: string, text: string) => Deno.writeTextFile(join(folder, name), text);
  await write("soak.json", `${JSON.stringify(report, null, 1)}\n`);
  await write("soak.md", soakText(report));
  await write("soak.svg", await soakPicture(report));
}
