import config from "../deno.json" with { type: "json" };
import { runTask, textOption } from "../src/cli/mod.ts";
import { billOfMaterials } from "../tests/faults/supply/bill_of_materials.ts";
import { readLicenseList } from "../tests/faults/supply/license_list.ts";
import { readLock } from "../tests/faults/supply/lock_file.ts";
import { publishedImports } from "../tests/faults/supply/published_imports.ts";

await runTask({
  name: "sbom",
  summary: "Writes the bill of materials of this package, as CycloneDX, from deno.lock.",
  example: "deno task sbom --to=sbom.cdx.json",
  options: {
    to: { type: "string", value: "FILE", description: "The file; by default standard output." },
  },
}, async (context) => {
  const lock = await readLock();
  const text = billOfMaterials({
    project: config,
    lock,
    licenses: await readLicenseList(),
    published: await publishedImports(config.imports),
  });
  const file = textOption(context, "to");
  context.result({ ok: true, file: file ?? null, packages: lock.packages.length });
  if (file === undefined) return context.print(text.trimEnd());
  await Deno.writeTextFile(file, text);
  context.print(`Wrote ${file}: ${lock.packages.length} packages`);
});
