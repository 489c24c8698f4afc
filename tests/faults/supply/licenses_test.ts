import assert from "node:assert/strict";
import { join } from "node:path";
import { readImports, sourceFiles } from "../../unit/architecture/source_graph.ts";
import { recordFigures } from "../figures.ts";
import { isAllowed, licenseExceptions } from "./allowed_licenses.ts";
import { installedLicense } from "./installed_packages.ts";
import {
  formatLicenseList,
  LICENSE_LIST,
  listLicenses,
  parseLicenseList,
  readLicenseList,
} from "./license_list.ts";
import { readLock, root } from "./lock_file.ts";

const UPDATE = "deno test -A tests/faults/supply/licenses_test.ts -- --update";

Deno.test(`${LICENSE_LIST} holds every package of the lock with the licence it says itself`, async () => {
  const text = formatLicenseList(await listLicenses(await readLock(), installedLicense));
  const path = join(root, LICENSE_LIST);
  if (Deno.args.includes("--update")) await Deno.writeTextFile(path, text);
  const written = new Set((await Deno.readTextFile(path)).split("\n"));
  const wanted = new Set(text.split("\n"));
  const changes = [
    ...[...written.difference(wanted)].map((line) => `- ${line}`),
    ...[...wanted.difference(written)].map((line) => `+ ${line}`),
  ];
  assert.deepEqual(
    changes,
    [],
    `the licences have changed; read them, then write anew:\n${UPDATE}`,
  );
});

Deno.test("every dependency has a licence that is allowed", async () => {
  const entries = await readLicenseList();
  assert.ok(entries.length > 100);
  const refused = entries.filter(({ name, license }) => !isAllowed(name, license));
  assert.deepEqual(refused, [], "ask for another package, or argue it in allowed_licenses.ts");
  await recordFigures("supply-licenses", { note: `${entries.length} packages allowed` });
});

Deno.test("a licence that is not on the list is refused, whichever way it is written", () => {
  for (const license of ["MIT", "(MIT OR GPL-3.0)", "Apache-2.0 AND MIT"]) {
    assert.ok(isAllowed("some", license), license);
  }
  for (const license of ["GPL-3.0", "MIT AND AGPL-3.0", "MPL-2.0", "unknown", "", "UNLICENSED"]) {
    assert.ok(!isAllowed("some", license), license);
  }
  assert.ok(isAllowed("axe-core", "MPL-2.0"));
});

Deno.test("a package that is allowed for tests alone is imported by tests alone", async () => {
  const imports = await readImports(await sourceFiles());
  for (const [name, { only }] of Object.entries(licenseExceptions)) {
    const from = imports.filter(({ specifier }) => specifier === name).map(({ from }) => from);
    assert.ok(from.length > 0, `${name} is not used any more`);
    assert.deepEqual(from.filter((file) => !file.startsWith(`${only}/`)), []);
  }
});

Deno.test("the list is read as it was written, and a package of no licence is told", async () => {
  const one = { name: "@a/b", version: "1.0.0", license: "(MIT OR Apache-2.0)" };
  assert.deepEqual(parseLicenseList(formatLicenseList([one])), [one]);
  const lock = await readLock();
  const found = await listLicenses(lock, () => Promise.resolve(undefined));
  assert.ok(found.some(({ license }) => license === "unknown"));
});
