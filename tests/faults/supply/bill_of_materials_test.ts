import assert from "node:assert/strict";
import { join } from "node:path";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import config from "../../../deno.json" with { type: "json" };
import { runTask } from "../../support/mod.ts";
import { recordFigures } from "../figures.ts";
import { billOfMaterials } from "./bill_of_materials.ts";
import { installedFolder } from "./installed_packages.ts";
import { readLicenseList } from "./license_list.ts";
import { parseLock, readLock } from "./lock_file.ts";
import { publishedImports } from "./published_imports.ts";

interface Document {
  readonly components: readonly {
    readonly "bom-ref": string;
    readonly name: string;
    readonly scope: string;
    readonly hashes: readonly { readonly content: string }[];
  }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

async function writeBill(): Promise<string> {
  return billOfMaterials({
    project: config,
    lock: await readLock(),
    licenses: await readLicenseList(),
    published: await publishedImports(config.imports),
  });
}

/** The published JSON schema of CycloneDX 1.6, with those it refers to. */
async function schemaValidator() {
  const specifier = config.imports["@cyclonedx/cyclonedx-library"];
  const [, version = ""] = /@([\d.]+)$/.exec(specifier) ?? [];
  const folder = await installedFolder({ name: "@cyclonedx/cyclonedx-library", version });
  const read = async (name: string) =>
    JSON.parse(await Deno.readTextFile(join(folder ?? "", "res/schema", name)));
  const ajv = new Ajv({ strict: false, allErrors: true });
  // Its types describe a namespace, what is there is the function.
  (addFormats as unknown as (ajv: Ajv) => void)(ajv);
  for (const name of ["iri-reference", "idn-email"]) ajv.addFormat(name, true);
  for (const name of ["spdx", "jsf-0.82", "cryptography-defs"]) {
    const file = `${name}.SNAPSHOT.schema.json`;
    ajv.addSchema(await read(file), `http://cyclonedx.org/schema/${file}`);
  }
  return ajv.compile<unknown>(await read("bom-1.6.SNAPSHOT.schema.json"));
}

Deno.test("the bill of materials is what the schema of CycloneDX asks for", async () => {
  const validate = await schemaValidator();
  const document: Document = JSON.parse(await writeBill());
  const isValid: boolean = validate(document);
  assert.ok(isValid, JSON.stringify(validate.errors?.slice(0, 5), null, 2));
  // The schema does check: neither a licence that SPDX does not know nor a short hash passes.
  const [first, ...rest] = document.components;
  const odd = [{ licenses: [{ license: { id: "Mine" } }] }, {
    hashes: [{ alg: "SHA-512", content: "0" }],
  }];
  for (const change of odd) {
    assert.ok(!validate({ ...document, components: [{ ...first, ...change }, ...rest] }));
  }
});

Deno.test("the same lock gives the same bytes, and another one another serial number", async () => {
  const text = await writeBill();
  assert.equal(await writeBill(), text);
  const { stdout, code, stderr } = await runTask("sbom", [], { url: "" });
  assert.equal(code, 0, stderr);
  assert.equal(stdout, text);
  const lock = await readLock();
  const other = billOfMaterials({
    project: { ...config, version: "9.9.9" },
    lock,
    licenses: await readLicenseList(),
    published: new Set(),
  });
  assert.notEqual(JSON.parse(other).serialNumber, JSON.parse(text).serialNumber);
});

Deno.test("the bill holds every package of the lock, with its hash and what it needs", async () => {
  const { components, dependencies }: Document = JSON.parse(await writeBill());
  const { packages } = await readLock();
  assert.deepEqual(components.map((one) => one["bom-ref"]), packages.map(({ id }) => id));
  for (const [place, { hashes }] of components.entries()) {
    const bytes = Uint8Array.fromHex(hashes[0]?.content ?? "");
    assert.equal(`sha512-${bytes.toBase64()}`, packages[place]?.integrity);
  }
  const refs = new Set(dependencies.map(({ ref }) => ref));
  assert.equal(refs.size, packages.length + 1);
  for (const { dependsOn } of dependencies) {
    for (const ref of dependsOn) assert.ok(refs.has(ref), ref);
  }
  const pg = dependencies.find(({ ref }) => ref.startsWith("pg@"));
  assert.ok(pg?.dependsOn.some((ref) => ref.startsWith("pg-protocol@")));
  await recordFigures("supply-sbom", { note: `${components.length} components` });
});

Deno.test("what only tests and tasks import is told apart from what a user gets", async () => {
  const { components }: Document = JSON.parse(await writeBill());
  const scope = (name: string) => components.find((one) => one.name === name)?.scope;
  for (const name of ["pg", "drizzle-orm", "zod", "pg-protocol"]) {
    assert.equal(scope(name), "required", name);
  }
  for (const name of ["axe-core", "puppeteer-core", "fast-check", "cyclonedx-library"]) {
    assert.equal(scope(name), "excluded", name);
  }
});

Deno.test("a bill tells alternatives as an expression, and takes peers apart", () => {
  const integrity = `sha512-${new Uint8Array(64).toBase64()}`;
  const lock = parseLock(JSON.stringify({
    version: "5",
    specifiers: { "npm:a@1.0.0": "1.0.0_b@2.0.0" },
    npm: {
      "a@1.0.0_b@2.0.0": { integrity, dependencies: ["b"] },
      "b@2.0.0": { integrity, os: ["linux"] },
    },
    workspace: { dependencies: ["npm:a@1.0.0"] },
  }));
  const bill = JSON.parse(billOfMaterials({
    project: { name: "@x/y", version: "1.0.0", license: "MIT" },
    lock,
    licenses: [{ name: "a", version: "1.0.0", license: "(MIT OR ISC)" }],
    published: new Set(["npm:a@1.0.0"]),
  }));
  assert.deepEqual(bill.components[0].licenses, [{ expression: "(MIT OR ISC)" }]);
  assert.deepEqual(bill.components[1].scope, "optional");
  assert.deepEqual(bill.dependencies[1], { ref: "a@1.0.0_b@2.0.0", dependsOn: ["b@2.0.0"] });
});
