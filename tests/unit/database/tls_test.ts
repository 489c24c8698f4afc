import assert from "node:assert/strict";
import { tlsOptions } from "../../../src/database/_tls.ts";

const caFile = "tests/unit/database/ca_for_test.pem";

async function withCa(run: (file: string) => void): Promise<void> {
  const file = await Deno.makeTempFile({ suffix: ".pem" });
  await Deno.writeTextFile(file, "a certificate");
  try {
    run(file);
  } finally {
    await Deno.remove(file);
  }
}

Deno.test("tlsOptions follows libpq's modes", async () => {
  assert.equal(tlsOptions({ mode: "disable", caFile: undefined }), false);
  assert.deepEqual(tlsOptions({ mode: "require", caFile: undefined }), {
    rejectUnauthorized: false,
  });
  assert.deepEqual(tlsOptions({ mode: "verify-full", caFile: undefined }), {});
  await withCa((file) => {
    assert.deepEqual(tlsOptions({ mode: "verify-full", caFile: file }), { ca: "a certificate" });
    for (const mode of ["require", "verify-ca"]) {
      const options = tlsOptions({ mode, caFile: file });
      assert.ok(options !== false && options.rejectUnauthorized === undefined);
      assert.equal(options.ca, "a certificate");
      // as: the function does not look at the certificate.
      assert.equal(options.checkServerIdentity?.("any", {} as never), undefined);
    }
  });
});

Deno.test("tlsOptions refuses modes that promise nothing, and an authority that is missing", () => {
  for (const mode of ["prefer", "allow", "yes", ""]) {
    assert.throws(() => tlsOptions({ mode, caFile: undefined }), {
      name: "ConfigError",
      message: /want disable, require, verify-ca or verify-full/,
    });
  }
  assert.throws(() => tlsOptions({ mode: "verify-ca", caFile: undefined }), /names no certificate/);
  assert.throws(() => tlsOptions({ mode: "verify-full", caFile }), {
    name: "ConfigError",
    message: /Cannot read/,
  });
});
